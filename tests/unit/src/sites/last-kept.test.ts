import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { keepDraft, keepDraftMs } from '../../../../src/drafts/draft-store.ts';
import { forgetAllDrafts } from '../../../../src/drafts/forgetting.ts';
import { listSiteKeepings } from '../../../../src/sites/last-kept.ts';
import { addSite, noteRefusal, removeSite } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';

const [mail, chat] = ['https://mail.example', 'https://chat.example'];
let database: Database;
const keep = async (field: string, text: string, site: string, now: number) =>
  keepDraft(database, { field, text, site }, await readEpoch(database), field, now);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  await addSite(database, chat, 1);
  await addSite(database, mail, 2);
  await keep('a', 'shall we meet on Monday', mail, 5);
  await keep('b', 'the dog ate my homework again', mail, 9);
});

test('each site has the time of its newest draft', async () => {
  expect(await listSiteKeepings(database, 10)).toEqual([
    { origin: chat, allowedAt: 1, lastKeptAt: undefined },
    { origin: mail, allowedAt: 2, lastKeptAt: 9 },
  ]);
});

test('it goes with the drafts: forgotten, expired, or of a site that was removed', async () => {
  expect((await listSiteKeepings(database, keepDraftMs + 9))[1]?.lastKeptAt).toBeUndefined();
  await removeSite(database, chat);
  expect(await listSiteKeepings(database, 10)).toHaveLength(1);
  await noteRefusal(database, mail, 'secret', await readEpoch(database), 10);
  expect((await listSiteKeepings(database, 10))[0]).toMatchObject({ refused: { reason: 'secret', at: 10 } });
  await forgetAllDrafts(database);
  expect(await listSiteKeepings(database, 10)).toEqual([{ origin: mail, allowedAt: 2, lastKeptAt: undefined }]);
});

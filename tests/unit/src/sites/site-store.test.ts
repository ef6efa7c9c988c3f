import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import {
  addSite,
  listSites,
  noteAllTold,
  noteRefusal,
  readCaptureState,
  removeSite,
  takeWishedSite,
  wishSite,
} from '../../../../src/sites/site-store.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';

const minute = 60_000;
let database: Database;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
});

test('a wished site is not allowed yet, and can be taken once', async () => {
  await wishSite(database, 'https://mail.example', 0);
  expect(await listSites(database)).toEqual([]);
  expect(await takeWishedSite(database, minute)).toBe('https://mail.example');
  expect(await takeWishedSite(database, minute)).toBeUndefined();
});

test('only the last wish counts', async () => {
  await wishSite(database, 'https://mail.example', 0);
  await wishSite(database, 'https://chat.example', minute);
  expect(await takeWishedSite(database, minute)).toBe('https://chat.example');
});

test('a wish that was refused long ago does not come true with a later permission', async () => {
  await wishSite(database, 'https://mail.example', 0);
  expect(await takeWishedSite(database, 5 * minute)).toBeUndefined();
});

test('a wish lasts five minutes from its own time', async () => {
  for (const [waited, site] of [
    [5 * minute - 1, 'https://mail.example'],
    [5 * minute, undefined],
  ] as const) {
    await wishSite(database, 'https://mail.example', 60 * minute);
    expect(await takeWishedSite(database, 60 * minute + waited)).toBe(site);
  }
});

test('why a field was refused is noted in this epoch, and for an allowed site', async () => {
  const [mail, chat] = ['https://mail.example', 'https://chat.example'];
  await addSite(database, mail, 50);
  await noteRefusal(database, mail, 'password', 49, 60);
  await noteRefusal(database, chat, 'password', 50, 60);
  expect(await listSites(database)).toEqual([{ origin: mail, allowedAt: 50 }]);
  await noteRefusal(database, mail, 'password', 50, 60);
  expect(await listSites(database)).toMatchObject([{ origin: mail, refused: { reason: 'password', at: 60 } }]);
});

test('a site captures while it is allowed and nothing is paused', async () => {
  const mail = 'https://mail.example';
  expect(await readCaptureState(database, mail)).toEqual({ epoch: 0, capturing: false });
  await addSite(database, mail, 50);
  expect(await readCaptureState(database, mail)).toEqual({ epoch: 50, capturing: true });
  expect(await readCaptureState(database, 'https://chat.example')).toEqual({ epoch: 50, capturing: false });
  await changeSettings(database, { paused: true });
  expect(await readCaptureState(database, mail)).toEqual({ epoch: 51, capturing: false });
  await changeSettings(database, { paused: false });
  expect(await readCaptureState(database, mail)).toEqual({ epoch: 52, capturing: true });
  await removeSite(database, mail);
  expect(await readCaptureState(database, mail)).toEqual({ epoch: 53, capturing: false });
});

test('a site begins an epoch of a higher number, also when the clock was set back', async () => {
  await addSite(database, 'https://mail.example', 1000);
  await addSite(database, 'https://chat.example', 10);
  expect(await readCaptureState(database, 'https://chat.example')).toEqual({ epoch: 1001, capturing: true });
});

test('a site that is allowed again keeps the time since which it is allowed', async () => {
  await addSite(database, 'https://mail.example', 1);
  await addSite(database, 'https://mail.example', 2);
  expect(await listSites(database)).toEqual([{ origin: 'https://mail.example', allowedAt: 1 }]);
});

test('a site that was allowed while nobody could say so stays news until that was said', async () => {
  await addSite(database, 'https://mail.example', 0, false);
  await addSite(database, 'https://chat.example', 0);
  expect((await listSites(database)).map(({ origin, untold }) => [origin, untold])).toEqual([
    ['https://chat.example', undefined],
    ['https://mail.example', true],
  ]);
  await noteAllTold(database);
  expect(await listSites(database)).toEqual([
    { origin: 'https://chat.example', allowedAt: 0 },
    { origin: 'https://mail.example', allowedAt: 0 },
  ]);
});

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { countBoxesRunOut } from '../../../../src/donation/box-ends.ts';
import { beginStep, readProgress } from '../../../../src/donation/progress.ts';
import { keepDraft, listDrafts } from '../../../../src/drafts/draft-store.ts';
import { listSites } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase, sharedDatabase } from '../../../../src/storage/database.ts';
import { makeVersion1 } from './made-version-1.ts';

const site = 'https://mail.example';
const draft = { id: 'old', field: 'field', text: 'what was kept before', site, createdAt: 1, editedAt: 1 };

async function storeVersion1(): Promise<void> {
  const database = await openDB('data-donor', 1, { upgrade: (fresh) => makeVersion1(fresh) });
  await database.put('drafts', draft);
  await database.put('sites', { origin: site, allowedAt: 1 });
  await database.put('charges', { sequence: 0, study: 's', round: 'r', epsilon: 1, at: 1 });
  await database.put('settings', { paused: false, capPerReport: 2, capWindow: 5 }, 'settings');
  database.close();
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('a database of version 1 keeps what it holds, and capturing goes on in it', async () => {
  await storeVersion1();
  const database = await openDatabase();
  expect(await listDrafts(database, 2)).toEqual([draft]);
  expect(await listSites(database)).toEqual([{ origin: site, allowedAt: 1 }]);
  expect(await database.count('charges')).toBe(1);
  expect(await database.get('settings', 'settings')).toMatchObject({ capPerReport: 2 });
  expect(await readEpoch(database)).toBe(0);
  expect(await keepDraft(database, { field: 'new', text: 'what is kept now', site }, 0, 'new', 3)).toBe('kept');
});

test('a database of version 4 keeps what it holds, and a donation leaves its progress in it', async () => {
  const version4 = await openDB('data-donor', 4, {
    upgrade(fresh) {
      makeVersion1(fresh);
      fresh.createObjectStore('captureEpoch');
      fresh.createObjectStore('cohorts', { keyPath: 'study' });
      fresh.createObjectStore('withdrawnStudies', { keyPath: 'study' });
      fresh.createObjectStore('timeBox');
    },
  });
  await version4.put('timeBox', { ranOut: 2 }, 'timeBox');
  version4.close();
  const database = await openDatabase();
  expect(await countBoxesRunOut(database)).toBe(2);
  expect(await readProgress(database, 0)).toBeUndefined();
  await beginStep(database, 'looking', [], 0);
  expect(await readProgress(database, 0)).toMatchObject({ stage: 'looking' });
});

test('a new database has the stores of one that was made before and brought up to date', async () => {
  await storeVersion1();
  const old = await openDatabase();
  const names = [...old.objectStoreNames];
  old.close();
  globalThis.indexedDB = new IDBFactory();
  const fresh = await openDatabase();
  expect([...fresh.objectStoreNames]).toEqual(names);
  expect(fresh.version).toBe(old.version);
});

test('an opening that failed is tried again by the next caller, and one connection serves all', async () => {
  const openings: ((result: Database | Error) => void)[] = [];
  const open = () =>
    new Promise<Database>((resolve, reject) =>
      openings.push((result) => (result instanceof Error ? reject(result) : resolve(result))),
    );
  const database = sharedDatabase(open);
  const [first, second] = [database(), database()];
  expect(openings).toHaveLength(1);
  openings[0]?.(new Error('the disk is full'));
  await expect(first).rejects.toThrow('the disk is full');
  await expect(second).rejects.toThrow('the disk is full');
  const third = database();
  const opened = await openDatabase();
  openings[1]?.(opened);
  expect(await third).toBe(opened);
  expect(database()).toBe(third);
});

test('a connection that a newer version waits for is closed, and the next caller opens another', async () => {
  const database = sharedDatabase();
  const first = await database();
  const newer = await openDB('data-donor', first.version + 1);
  newer.close();
  // That version is older now, and says so, instead of using a connection that is closed.
  await expect(database()).rejects.toThrow();
});

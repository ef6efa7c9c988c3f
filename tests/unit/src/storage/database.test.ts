import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { keepDraft, listDrafts } from '../../../../src/drafts/draft-store.ts';
import { listSites } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { openDatabase } from '../../../../src/storage/database.ts';

const site = 'https://mail.example';
const draft = { id: 'old', field: 'field', text: 'what was kept before', site, createdAt: 1, editedAt: 1 };

/** The stores as version 1 of the database had them. */
async function makeVersion1(): Promise<void> {
  const database = await openDB('data-donor', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('drafts', { keyPath: 'id' }).createIndex('editedAt', 'editedAt');
      fresh.createObjectStore('studies', { keyPath: 'id' });
      fresh.createObjectStore('batches', { keyPath: 'sha256' });
      fresh.createObjectStore('rounds', { keyPath: ['study', 'round'] }).createIndex('study', 'study');
      fresh.createObjectStore('charges', { keyPath: 'sequence' });
      fresh.createObjectStore('answeredRounds', { keyPath: ['study', 'round'] });
      fresh.createObjectStore('outbox', { keyPath: ['study', 'round'] }).createIndex('sendAt', 'sendAt');
      fresh.createObjectStore('receipts', { keyPath: ['study', 'round'] });
      fresh.createObjectStore('settings');
      fresh.createObjectStore('sites', { keyPath: 'origin' });
      fresh.createObjectStore('wishedSite');
      fresh.createObjectStore('schedule');
    },
  });
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
  await makeVersion1();
  const database = await openDatabase();
  expect(await listDrafts(database, 2)).toEqual([draft]);
  expect(await listSites(database)).toEqual([{ origin: site, allowedAt: 1 }]);
  expect(await database.count('charges')).toBe(1);
  expect(await database.get('settings', 'settings')).toMatchObject({ capPerReport: 2 });
  expect(await readEpoch(database)).toBe(0);
  expect(await keepDraft(database, { field: 'new', text: 'what is kept now', site }, 0, 'new', 3)).toBe('kept');
});

test('a new database has the stores of one that was made before and brought up to date', async () => {
  await makeVersion1();
  const old = await openDatabase();
  const names = [...old.objectStoreNames];
  old.close();
  globalThis.indexedDB = new IDBFactory();
  const fresh = await openDatabase();
  expect([...fresh.objectStoreNames]).toEqual(names);
  expect(fresh.version).toBe(old.version);
});

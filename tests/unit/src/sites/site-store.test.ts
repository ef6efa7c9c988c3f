import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { listSites, takeWishedSite, wishSite } from '../../../../src/sites/site-store.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';

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

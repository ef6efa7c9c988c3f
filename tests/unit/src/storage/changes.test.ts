import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announceChange, listenForChanges } from '../../../../src/storage/changes.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { changeSettings, readSettings } from '../../../../src/storage/settings-store.ts';

let database: Database;
let until: AbortController;
let heard: MessageEvent[];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  until = new AbortController();
  heard = [];
  const listening = new BroadcastChannel('data-donor-changes');
  listening.addEventListener('message', (event) => heard.push(event as MessageEvent), { signal: until.signal });
  until.signal.addEventListener('abort', () => listening.close());
});
afterEach(() => {
  until.abort();
  database.close();
});

/** Number of announcements so far: messages keep their order, so one more of our own comes after all of them. */
async function countHeard(): Promise<number> {
  const before = heard.length;
  const mark = new BroadcastChannel('data-donor-changes');
  mark.postMessage('mark');
  await vi.waitFor(() => expect(heard.slice(before).map(({ data }) => data)).toContain('mark'));
  mark.close();
  return heard.filter(({ data }) => data !== 'mark').length;
}

test('a committed transaction is announced once, however much it changes, and nothing about it is said', async () => {
  await changeSettings(database, { paused: true });
  expect(await countHeard()).toBe(1);
  await eraseEverything(database);
  expect(await countHeard()).toBe(2);
  await database.put('sites', { origin: 'https://mail.example', allowedAt: 1 });
  expect(await countHeard()).toBe(3);
  expect(heard.map(({ data }) => data).filter((data) => data !== 'mark')).toEqual([null, null, null]);
});

test('reading is not announced, nor is what was not committed', async () => {
  await readSettings(database);
  const transaction = database.transaction('sites', 'readwrite');
  await transaction.store.put({ origin: 'https://mail.example', allowedAt: 1 });
  transaction.abort();
  await transaction.done.catch(() => {});
  expect(await countHeard()).toBe(0);
});

test('who hears an announcement finds what it is about', async () => {
  const found: boolean[] = [];
  listenForChanges(async () => found.push((await readSettings(database)).paused), until.signal);
  await changeSettings(database, { paused: true });
  await vi.waitFor(() => expect(found).toEqual([true]));
});

test('whoever stops listening hears no more', async () => {
  let calls = 0;
  const listening = new AbortController();
  listenForChanges(() => calls++, listening.signal);
  announceChange();
  await vi.waitFor(() => expect(calls).toBe(1));
  listening.abort();
  announceChange();
  await countHeard();
  expect(calls).toBe(1);
});

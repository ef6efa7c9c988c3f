import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import { opensAt, publication } from '../../../../../harness/signed-study.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import { StorageUnavailable } from '../../../../../server/store/report-store.ts';
import { openSqliteStore, startThread } from '../../../../../server/store/sqlite/sqlite-store.ts';

const random = secureRandom();
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'donor-thread-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const options = (file = 'donor.sqlite') => ({ file: join(directory, file), secret: random(32) });
async function openPublished() {
  const store = await openSqliteStore({ ...options(), now: () => opensAt });
  const { rounds } = await publication({ rounds: 2 }).then(async (published) => {
    await store.publish(published);
    return published;
  });
  const [first, second] = rounds.map(({ id }) => id) as [RoundId, RoundId];
  const report = (round: RoundId) => ({ round, nonce: random(16), noisyVote: Uint8Array.of(1, 0) });
  return { store, first, second, report };
}

test('each of many calls at once gets its own reply, and a refused one harms no other', async () => {
  const { store, first, second, report } = await openPublished();
  await Promise.all([store.submit(report(first)), store.submit(report(first)), store.submit(report(second))]);
  const unknown = 'ab'.repeat(32) as RoundId;
  const [one, refused, two] = await Promise.allSettled([
    store.counters(first),
    store.counters(unknown),
    store.recount(second),
  ]);
  expect(one).toMatchObject({ status: 'fulfilled', value: { reports: 2 } });
  expect(two).toMatchObject({ status: 'fulfilled', value: { reports: 1 } });
  expect(refused).toMatchObject({ status: 'rejected', reason: new StorageUnavailable('unknown round') });
  expect((await store.counters(second)).noisySupports[1]).toBe(1);
  await store.closeRound(second);
  expect((await store.publications()).studies[0]?.rounds.map(({ closed }) => closed)).toEqual([false, true]);
  await store.close();
});

test('what was submitted before closing is stored, and what comes after it is refused', async () => {
  const { store, first, report } = await openPublished();
  const before = store.submit(report(first));
  await store.close();
  expect(await before).toBe('stored');
  expect(await store.submit(report(first))).toBe('storage-unavailable');
  await expect(store.counters(first)).rejects.toThrow(StorageUnavailable);
  await expect(store.counters(first)).rejects.toThrow('the database is closed');
});

test('a call that is under way when the thread ends is refused, not forgotten', async () => {
  const thread = startThread(options());
  await thread.call('publications', []);
  const closing = thread.call('close', []);
  const late = thread.call('publications', []);
  await expect(late).rejects.toThrow(StorageUnavailable);
  await closing;
  await thread.ended;
});

test('a database that cannot be opened is refused with its reason, then and later', async () => {
  const missing = join('no-such-directory', 'donor.sqlite');
  await expect(openSqliteStore({ ...options(missing), now: () => opensAt })).rejects.toThrow(
    /directory does not exist/,
  );
  const thread = startThread(options(missing));
  for (let i = 0; i < 2; i++) {
    await expect(thread.call('publications', [])).rejects.toThrow(/directory does not exist/);
  }
  await expect(thread.call('close', [])).rejects.toThrow(StorageUnavailable);
  await thread.ended;
});

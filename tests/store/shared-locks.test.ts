import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../../harness/postgres.ts';
import { openConnections } from '../../server/store/postgres/connections.ts';
import { lockPublishing, unlessLocked } from '../../server/store/postgres/publishing-lock.ts';
import { prepareSchema } from '../../server/store/postgres/schema.ts';

let cluster: Postgres;
let url: string;
const { signal } = new AbortController();
beforeAll(async () => {
  cluster = await startPostgres({ settings: { fsync: 'off' } });
  url = await cluster.createDatabase();
  const connections = openConnections(url);
  await prepareSchema(connections);
  await connections.end();
});
afterAll(() => cluster.close());

test('of two processes one works on automatic rounds, and the other does not wait; publishing is held apart', async () => {
  const seen = await unlessLocked(
    url,
    async () => [
      await unlessLocked(url, async () => 'second', signal),
      await lockPublishing(url, async () => 'publishing', signal),
    ],
    signal,
  );
  expect(seen).toEqual([undefined, 'publishing']);
  await expect.poll(() => unlessLocked(url, async () => 'later', signal)).toBe('later');
});

test('work that fails gives the lock back', async () => {
  const failing = unlessLocked(url, () => Promise.reject(new Error('no')), signal);
  await expect(failing).rejects.toThrow('no');
  await expect.poll(() => unlessLocked(url, async () => 'later', signal)).toBe('later');
});

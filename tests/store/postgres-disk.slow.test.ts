import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../../harness/postgres.ts';
import { opensAt, publication } from '../../harness/signed-study.ts';
import { secureRandom } from '../../server/secure-random.ts';
import { type Connections, openConnections } from '../../server/store/postgres/connections.ts';
import { createPostgresStore } from '../../server/store/postgres/postgres-store.ts';
import { prepareSchema } from '../../server/store/postgres/schema.ts';
import { submissionTo } from './submissions.ts';

const secret = secureRandom()(32);
let postgres: Postgres;
let connections: Connections;
beforeAll(async () => {
  postgres = await startPostgres();
  connections = openConnections(await postgres.createDatabase());
  await prepareSchema(connections);
});
afterAll(async () => {
  await connections.end();
  await postgres.close();
});

test('acknowledges nothing when PostgreSQL cannot write, loses nothing it acknowledged, and recovers by itself', async () => {
  const store = createPostgresStore({ connections, secret, now: () => opensAt });
  const published = await publication({ texts: 9_999, epsilon: 1 });
  await store.publish(published);
  const [round] = published.rounds;
  if (!round) throw new Error('expected a round');
  const { subsetSize } = round.signed.document.mechanism;
  // Votes of kilobytes, and a table that cannot grow beyond 17 MiB. A file of the write-ahead log needs 16.
  await postgres.stop();
  await postgres.start({ largestFileMiB: 17 });
  const submissions = Math.ceil((30 * 1024 * 1024) / (2 * subsetSize));
  let stored = 0;
  let refused = 0;
  for (let sent = 0; sent < submissions && refused < 200; sent += 100) {
    const group = Array.from({ length: 100 }, () => store.submit(submissionTo(round)));
    for (const outcome of await Promise.all(group)) {
      if (outcome === 'stored') stored++;
      else {
        expect(outcome).toBe('storage-unavailable');
        refused++;
      }
    }
  }
  expect(stored).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  expect((await store.counters(round.id)).reports).toBe(stored);
  await postgres.stop();
  await postgres.start();
  expect((await store.counters(round.id)).reports).toBe(stored);
  expect((await store.recount(round.id))?.reports).toBe(stored);
  expect(await store.submit(submissionTo(round))).toBe('stored');
  expect(postgres.log()).toMatch(/could not extend file/);
  await store.close();
});

test('what was published is there after a loss of power', async () => {
  const store = createPostgresStore({ connections, secret: randomBytes(32), now: () => opensAt });
  const published = await publication();
  await store.publish(published);
  const [round] = published.rounds;
  if (!round) throw new Error('expected a round');
  const outcomes = await Promise.all(Array.from({ length: 300 }, () => store.submit(submissionTo(round))));
  expect(new Set(outcomes)).toEqual(new Set(['stored']));
  await postgres.kill();
  await postgres.start();
  expect((await store.publications()).studies.map(({ id }) => id)).toContain(published.study.id);
  expect((await store.counters(round.id)).reports).toBe(300);
  await store.close();
});

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opensAt, publication } from '../../harness/signed-study.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { PublicationStore } from '../../server/store/publication-store.ts';
import type { ReportStore } from '../../server/store/report-store.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { operateHere } from './operate-here.ts';
import { submissionTo } from './submissions.ts';

const random = secureRandom();
const secret = random(32);
let directory: string;
let file: string;
let store: ReportStore & PublicationStore;
const open = (more: { mostPages?: number } = {}) =>
  openSqliteStore({ file, secret, now: () => opensAt, ...more }, operateHere);

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'donor-store-'));
  file = join(directory, 'donor.sqlite');
  store = await open();
});
afterEach(async () => {
  await store.close().catch(() => undefined);
  rmSync(directory, { recursive: true });
});

async function publishRound(shape: Parameters<typeof publication>[0]) {
  const published = await publication(shape);
  await store.publish(published);
  const [round] = published.rounds;
  if (!round) throw new Error('expected a round');
  return round;
}

test('no row that grows with reports has a number', async () => {
  const database = new Database(file, { readonly: true });
  const tables = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
    sql: string;
  }[];
  database.close();
  const grows = tables.filter(({ name }) => name === 'segments' || name === 'nonces');
  expect(grows).toHaveLength(2);
  for (const { sql } of grows) {
    expect(sql).toContain('WITHOUT ROWID');
    expect(sql).toContain('key BLOB PRIMARY KEY');
    expect(Array.from(sql.matchAll(/^\s+(\w+) [A-Z]/gm), (match) => match[1])).toEqual([
      'key',
      'round',
      sql.includes('tag') ? 'tag' : 'votes',
    ]);
  }
});

test('deleted votes cannot be read from the file any more', async () => {
  const round = await publishRound({ texts: 9_999, epsilon: 4 });
  const report = submissionTo(round);
  await store.submit(report);
  await store.closeRound(round.id);
  expect(readFileSync(file).includes(Buffer.from(report.noisyVote))).toBe(true);
  await store.deleteVotes(round.id);
  expect(statSync(`${file}-wal`).size).toBe(0);
  await store.close();
  expect(readFileSync(file).includes(Buffer.from(report.noisyVote))).toBe(false);
});

test('a deleted nonce or old segment cannot be read from the file any more', async () => {
  const round = await publishRound({ texts: 9_999, epsilon: 4 });
  const report = submissionTo(round);
  await store.submit(report);
  await store.submit(submissionTo(round));
  const keys = () => {
    const database = new Database(file, { readonly: true });
    const all = database.prepare('SELECT key FROM segments UNION SELECT key FROM nonces').pluck().all() as Buffer[];
    database.close();
    return all;
  };
  const before = keys();
  expect(before).toHaveLength(4);
  await store.closeRound(round.id);
  // The write-ahead log held the old pages in the order of their commits.
  expect(statSync(`${file}-wal`).size).toBe(0);
  await store.close();
  const bytes = readFileSync(file);
  for (const key of before) expect(bytes.includes(key)).toBe(false);
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(bytes.includes(Buffer.from(report.noisyVote))).toBe(true);
});

test('acknowledges nothing when the disk is full, loses nothing it acknowledged, and recovers', async () => {
  const round = await publishRound({ texts: 9_999, epsilon: 1 });
  await store.close();
  store = await open({ mostPages: 120 });
  let stored = 0;
  let refused = 0;
  for (let i = 0; i < 80; i++) {
    const outcome = await store.submit(submissionTo(round));
    if (outcome === 'stored') stored++;
    else {
      expect(outcome).toBe('storage-unavailable');
      refused++;
    }
  }
  expect(stored).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  await store.close();
  store = await open();
  expect((await store.counters(round.id)).reports).toBe(stored);
  expect((await store.recount(round.id))?.reports).toBe(stored);
  expect(await store.submit(submissionTo(round))).toBe('stored');
});

test('a release empties the write-ahead log, which held the votes in the order of their commits', async () => {
  const round = await publishRound({ texts: 9_999, epsilon: 8, releases: 2 });
  await Promise.all(Array.from({ length: 50 }, () => store.submit(submissionTo(round))));
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  expect(await store.release(round.id)).toBe(1);
  expect(statSync(`${file}-wal`).size).toBe(0);
});

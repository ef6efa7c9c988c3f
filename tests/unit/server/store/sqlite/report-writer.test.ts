import { beforeEach, expect, test } from 'vitest';
import { opensAt, publication } from '../../../../../harness/signed-study.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import type { Submission } from '../../../../../server/store/report-store.ts';
import type { Connection } from '../../../../../server/store/sqlite/database.ts';
import { createReportWriter } from '../../../../../server/store/sqlite/report-writer.ts';
import { createStoredPublications } from '../../../../../server/store/sqlite/stored-publications.ts';
import { createStoredVotes } from '../../../../../server/store/sqlite/stored-votes.ts';
import { openFresh } from './opened-database.ts';

const random = secureRandom();
let database: Connection;
let published: Awaited<ReturnType<typeof publication>>;
let failures: string[];
let writer: ReturnType<typeof createReportWriter>;
beforeEach(async () => {
  database = openFresh();
  published = await publication({ rounds: 2 });
  createStoredPublications(database).publish(published);
  failures = [];
  writer = createReportWriter({ database, secret: random(32), random, onFailure: (code) => failures.push(code) });
});

const submission = (round: number, id: number): Submission => ({
  round: published.rounds[round]?.id as Submission['round'],
  nonce: random(16),
  noisyVote: Uint8Array.of(id, 0),
});
const segments = () => database.prepare('SELECT count(*) FROM segments').pluck().get();

test('one commit is one segment for each round that got votes', () => {
  const group = [submission(0, 1), submission(1, 2), submission(0, 3)];
  expect(writer.commit(group, opensAt)).toEqual(['stored', 'stored', 'stored']);
  expect(segments()).toBe(2);
  const votes = createStoredVotes(database, random);
  expect(published.rounds.map(({ id }) => votes.counters(id).reports)).toEqual([2, 1]);
});

test('a commit of nothing but refused reports and retries writes no segment', () => {
  const report = submission(0, 1);
  writer.commit([report], opensAt);
  expect(writer.commit([report, submission(0, 21)], opensAt)).toEqual(['stored', 'malformed-vote']);
  expect(segments()).toBe(1);
});

test('one damaged round fails the whole commit: nothing of it is stored or acknowledged', () => {
  database.exec('DELETE FROM counters WHERE round = 2');
  expect(writer.commit([submission(0, 1), submission(1, 1)], opensAt)).toEqual(Array(2).fill('storage-unavailable'));
  expect(segments()).toBe(0);
  expect(failures).toHaveLength(1);
});

test('says why a commit failed by the code of SQLite alone', () => {
  database.pragma('query_only = ON');
  expect(writer.commit([submission(0, 1)], opensAt)).toEqual(['storage-unavailable']);
  expect(failures).toEqual(['SQLITE_READONLY']);
});

test('says the name of any other error, and not its words, which may hold what was in a request', () => {
  database.close();
  expect(writer.commit([submission(0, 1)], opensAt)).toEqual(['storage-unavailable']);
  expect(failures).toEqual(['TypeError']);
});

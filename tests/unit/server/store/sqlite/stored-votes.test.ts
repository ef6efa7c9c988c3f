import { beforeEach, expect, test } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import { publication } from '../../../../../harness/signed-study.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import type { Connection } from '../../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../../server/store/sqlite/stored-publications.ts';
import { createStoredVotes } from '../../../../../server/store/sqlite/stored-votes.ts';
import { openFresh } from './opened-database.ts';

let database: Connection;
let round: RoundId;
let votes: ReturnType<typeof createStoredVotes>;
beforeEach(async () => {
  database = openFresh();
  const published = await publication();
  createStoredPublications(database).publish(published);
  round = published.rounds[0]?.id as RoundId;
  votes = createStoredVotes(database, secureRandom());
});

const unknown = 'ab'.repeat(32) as RoundId;
test.each([
  ['counters', () => votes.counters(unknown)],
  ['recount', () => votes.recount(unknown)],
  ['releases', () => votes.releases(unknown)],
  ['next release', () => votes.release(unknown)],
  ['deletion', () => votes.deleteVotes(unknown)],
  ['closing', () => votes.closeRound(unknown)],
])('a round that was never published has no %s', (_what, ask) => {
  expect(ask).toThrow(RangeError);
  expect(ask).toThrow('unknown round');
});

test('a round whose counters are lost has no counts, rather than none', () => {
  database.exec('DELETE FROM counters');
  expect(() => votes.counters(round)).toThrow('a round without counters');
});

test.each([
  [65_536, 1, { texts: 4, epsilon: 4 }, [65_536]],
  [65_537, 1, { texts: 4, epsilon: 4 }, [65_536, 1]],
  [65_537, 2, { texts: 4, epsilon: 0.5 }, [65_536, 1]],
])('a closed round of %i votes of %i ids lies in segments of whole votes', async (count, ids, shape, expected) => {
  const published = await publication(shape);
  createStoredPublications(database).publish(published);
  const { id, signed } = published.rounds[0] as (typeof published.rounds)[number];
  expect(signed.document.mechanism.subsetSize).toBe(ids);
  const segment = Buffer.alloc(2 * ids * count);
  for (let i = 0; i < ids * count; i++) segment.writeUInt16LE(i % 5, 2 * i);
  database.prepare('INSERT INTO segments (key, round, votes) VALUES (?, 2, ?)').run(Buffer.alloc(16), segment);
  const before = votes.recount(id);
  votes.closeRound(id);
  const lengths = database.prepare('SELECT length(votes) FROM segments').pluck().all() as number[];
  expect(lengths.map((bytes) => bytes / (2 * ids)).sort((a, b) => b - a)).toEqual(expected);
  expect(votes.recount(id)).toEqual(before);
  expect(before?.reports).toBe(count);
});

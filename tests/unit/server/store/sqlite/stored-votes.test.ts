import { beforeEach, expect, test } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import type { Connection } from '../../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../../server/store/sqlite/stored-publications.ts';
import { createStoredVotes } from '../../../../../server/store/sqlite/stored-votes.ts';
import { publication } from '../../../../store/published-round.ts';
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
  ['joint supports', () => votes.jointSupports(unknown)],
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
  [65_536, [65_536]],
  [65_537, [65_536, 1]],
])('a closed round of %i votes lies in segments of %j', (count, expected) => {
  const segment = Buffer.alloc(2 * count);
  for (let i = 0; i < count; i++) segment.writeUInt16LE(i % 21, 2 * i);
  database.prepare('INSERT INTO segments (key, round, votes) VALUES (?, 1, ?)').run(Buffer.alloc(16), segment);
  const before = votes.recount(round);
  votes.closeRound(round);
  const lengths = database.prepare('SELECT length(votes) FROM segments').pluck().all() as number[];
  expect(lengths.map((bytes) => bytes / 2).sort((a, b) => b - a)).toEqual(expected);
  expect(votes.recount(round)).toEqual(before);
  expect(before.reports).toBe(count);
});

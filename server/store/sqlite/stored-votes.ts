import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { signedRoundSchema } from '../../../core/protocol/manifest.ts';
import { addSupports, reshuffled } from '../noisy-votes.ts';
import type { Counters, Release } from '../report-store.ts';
import type { Connection } from './database.ts';
import { createStoredReleases } from './stored-releases.ts';

interface RoundRow {
  readonly number: number;
  readonly domainSize: number;
  readonly subsetSize: number;
  /** 0 open, 1 closed, 2 closed without a release. */
  readonly closed: number;
  readonly votesDeleted: number;
  readonly signed: string;
}

/**
 * Reads, releases, closes and deletes what `createReportWriter` wrote. Every function throws `RangeError` for a round
 * that was never published.
 */
export function createStoredVotes(database: Connection, random: RandomBytes) {
  const stored = createStoredReleases(database);
  const findRound = database.prepare<[RoundId], RoundRow>(
    `SELECT number, domain_size AS domainSize, subset_size AS subsetSize, closed, votes_deleted AS votesDeleted, signed
     FROM rounds WHERE id = ?`,
  );
  const findCounters = database.prepare<[number], { reports: number; supports: Buffer }>(
    'SELECT reports, supports FROM counters WHERE round = ?',
  );
  const findSegments = database.prepare<[number], Buffer>('SELECT votes FROM segments WHERE round = ?').pluck();
  const addSegment = database.prepare('INSERT INTO segments (key, round, votes) VALUES (?, ?, ?)');
  const dropSegments = database.prepare('DELETE FROM segments WHERE round = ?');
  const dropNonces = database.prepare('DELETE FROM nonces WHERE round = ?');
  const setClosed = database.prepare('UPDATE rounds SET closed = ? WHERE number = ?');
  const setVotesDeleted = database.prepare('UPDATE rounds SET votes_deleted = 1 WHERE number = ?');

  function knownRound(id: RoundId): RoundRow {
    const round = findRound.get(id);
    if (!round) throw new RangeError('unknown round');
    return round;
  }
  const manifestOf = ({ signed }: RoundRow) => signedRoundSchema.parse(JSON.parse(signed)).document;

  function toCounters(reports: number, supports: Buffer, { domainSize }: RoundRow): Counters {
    return { reports, noisySupports: Array.from({ length: domainSize }, (_, id) => supports.readUInt32LE(4 * id)) };
  }

  /** Merges and shuffles the votes of a round, so that they tell neither commits nor releases apart. */
  function shuffleVotes(round: RoundRow): void {
    const segments = reshuffled(findSegments.all(round.number), round, random);
    dropSegments.run(round.number);
    for (const segment of segments) addSegment.run(Buffer.from(random(16)), round.number, segment);
  }

  /** The write-ahead log still holds the old pages, in the order of their commits: write it back and empty it. */
  const emptyLog = () => database.pragma('wal_checkpoint(TRUNCATE)');

  const release = database.transaction((round: RoundRow): boolean => {
    if (!stored.releaseIfDue(round.number, manifestOf(round), false)) return false;
    shuffleVotes(round);
    return true;
  });

  const close = database.transaction((round: RoundRow, withheld: boolean): void => {
    setClosed.run(withheld ? 2 : 1, round.number);
    if (!withheld) stored.releaseIfDue(round.number, manifestOf(round), true);
    shuffleVotes(round);
    dropNonces.run(round.number);
  });

  const deleteVotes = database.transaction(({ number }: RoundRow): void => {
    setVotesDeleted.run(number);
    dropSegments.run(number);
    dropNonces.run(number);
  });

  return {
    counters(id: RoundId): Counters {
      const round = knownRound(id);
      const row = findCounters.get(round.number);
      if (!row) throw new Error('a round without counters');
      return toCounters(row.reports, row.supports, round);
    },

    recount(id: RoundId): Counters | undefined {
      const round = knownRound(id);
      if (round.votesDeleted !== 0) return undefined;
      const supports = Buffer.alloc(4 * round.domainSize);
      let reports = 0;
      for (const votes of findSegments.iterate(round.number)) {
        addSupports(supports, votes);
        reports += votes.length / (2 * round.subsetSize);
      }
      return toCounters(reports, supports, round);
    },

    releases: (id: RoundId): Release[] => stored.releases(knownRound(id).number),

    release(id: RoundId): number {
      const round = knownRound(id);
      if (round.closed === 0 && release.immediate(round)) emptyLog();
      return stored.count(round.number);
    },

    closeRound(id: RoundId): void {
      const round = knownRound(id);
      if (round.closed !== 0) return;
      close.immediate(round, false);
      emptyLog();
    },

    /** Closes a round that was open in a backup without a release, now or later. */
    withholdRound(id: RoundId): void {
      close.immediate(knownRound(id), true);
      emptyLog();
    },

    deleteVotes(id: RoundId): void {
      const round = knownRound(id);
      if (round.closed === 0 || round.votesDeleted !== 0) return;
      deleteVotes.immediate(round);
      emptyLog();
    },
  };
}

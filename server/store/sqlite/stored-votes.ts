import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { shuffleRows } from '../../secure-random.ts';
import type { Counters } from '../report-store.ts';
import type { Connection } from './database.ts';
import { addSupports } from './report-writer.ts';

/** Votes in one segment of a closed round: a blob of at most a few megabytes. */
const votesPerSegment = 65_536;

interface RoundRow {
  readonly number: number;
  readonly domainSize: number;
  readonly subsetSize: number;
}

/**
 * Reads and closes what `createReportWriter` wrote. Every function throws `RangeError` for a round that was never
 * published.
 */
export function createStoredVotes(database: Connection, random: RandomBytes) {
  const findRound = database.prepare<[RoundId], RoundRow>(
    'SELECT number, domain_size AS domainSize, subset_size AS subsetSize FROM rounds WHERE id = ?',
  );
  const findCounters = database.prepare<[number], { reports: number; supports: Buffer }>(
    'SELECT reports, supports FROM counters WHERE round = ?',
  );
  const findSegments = database.prepare<[number], Buffer>('SELECT votes FROM segments WHERE round = ?').pluck();
  const addSegment = database.prepare('INSERT INTO segments (key, round, votes) VALUES (?, ?, ?)');
  const dropSegments = database.prepare('DELETE FROM segments WHERE round = ?');
  const dropNonces = database.prepare('DELETE FROM nonces WHERE round = ?');
  const setClosed = database.prepare('UPDATE rounds SET closed = 1 WHERE number = ? AND closed = 0');

  const setWithheld = database.prepare('UPDATE rounds SET closed = 2 WHERE id = ?');

  function knownRound(id: RoundId): RoundRow {
    const round = findRound.get(id);
    if (!round) throw new RangeError('unknown round');
    return round;
  }

  function toCounters(reports: number, supports: Buffer, { domainSize }: RoundRow): Counters {
    return { reports, noisySupports: Array.from({ length: domainSize }, (_, id) => supports.readUInt32LE(4 * id)) };
  }

  const close = database.transaction((id: RoundId) => {
    const { number, subsetSize } = knownRound(id);
    if (setClosed.run(number).changes === 0) return;
    const votes = Buffer.concat(findSegments.all(number));
    shuffleRows(votes, 2 * subsetSize, random);
    dropSegments.run(number);
    const segmentBytes = votesPerSegment * 2 * subsetSize;
    for (let at = 0; at < votes.length; at += segmentBytes) {
      addSegment.run(Buffer.from(random(16)), number, votes.subarray(at, at + segmentBytes));
    }
    dropNonces.run(number);
  });

  const withhold = database.transaction((id: RoundId) => {
    close(id);
    setWithheld.run(id);
  });

  return {
    counters(id: RoundId): Counters {
      const round = knownRound(id);
      const row = findCounters.get(round.number);
      if (!row) throw new Error('a round without counters');
      return toCounters(row.reports, row.supports, round);
    },

    recount(id: RoundId): Counters {
      const round = knownRound(id);
      const supports = Buffer.alloc(4 * round.domainSize);
      let reports = 0;
      for (const votes of findSegments.iterate(round.number)) {
        addSupports(supports, votes);
        reports += votes.length / (2 * round.subsetSize);
      }
      return toCounters(reports, supports, round);
    },

    jointSupports(id: RoundId): Uint32Array {
      const { number, domainSize, subsetSize } = knownRound(id);
      const joint = new Uint32Array(domainSize * domainSize);
      for (const votes of findSegments.iterate(number)) {
        for (let at = 0; at < votes.length; at += 2 * subsetSize) {
          for (let i = 0; i < subsetSize; i++) {
            const row = votes.readUInt16LE(at + 2 * i) * domainSize;
            for (let j = 0; j < subsetSize; j++) {
              const cell = row + votes.readUInt16LE(at + 2 * j);
              joint[cell] = (joint[cell] as number) + 1;
            }
          }
        }
      }
      return joint;
    },

    closeRound(id: RoundId): void {
      close.immediate(id);
      // The write-ahead log still holds the old pages, in the order of their commits: write it back and empty it.
      database.pragma('wal_checkpoint(TRUNCATE)');
    },

    /** Closes a round that was open in a backup; its estimates are never released. */
    withholdRound(id: RoundId): void {
      withhold.immediate(id);
      database.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}

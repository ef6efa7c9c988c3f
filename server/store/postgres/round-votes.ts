import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { shuffleRows } from '../../secure-random.ts';
import type { Counters } from '../report-store.ts';
import { addSupports } from '../sqlite/report-writer.ts';
import { type Connection, type Connections, inTransaction, retried, snapshot } from './connections.ts';
import { tellOthers } from './version.ts';

/** Votes in one segment of a closed round: a value of at most a few megabytes. */
const votesPerSegment = 65_536;
/** Segments that are in memory at once while a round is counted. */
const segmentsAtOnce = 64;

interface RoundRow {
  readonly number: number;
  readonly domainSize: number;
  readonly subsetSize: number;
}

/**
 * Reads and closes what `createReportCommit` wrote. Every function throws `RangeError` for a round that was never
 * published.
 */
export function createRoundVotes(connections: Connections, random: RandomBytes) {
  /** All counter rows of a round are locked: no report is between its check and its commit. */
  async function lockCounters(connection: Connection, round: RoundRow): Promise<boolean> {
    const { rows } = await connection.query(
      'SELECT closed FROM counters WHERE round = $1 ORDER BY shard FOR UPDATE',
      [round.number],
    );
    return rows.every(({ closed }) => closed === 0);
  }

  async function close(id: RoundId): Promise<void> {
    const isNew = await inTransaction(connections, async (connection) => {
      const round = await knownRound(connection, id);
      if (!(await lockCounters(connection, round))) return false;
      await mergeVotes(connection, round, random);
      await connection.query('DELETE FROM nonces WHERE round = $1', [round.number]);
      await connection.query('UPDATE counters SET closed = 1 WHERE round = $1', [round.number]);
      await connection.query('UPDATE rounds SET closed = 1 WHERE number = $1', [round.number]);
      await tellOthers(connection);
      return true;
    });
    // Deleted rows lie where they were until this; a database that cannot do it says so, and cleans up by itself.
    if (isNew) await connections.query('VACUUM segments, nonces').catch(() => undefined);
  }

  return {
    counters: (id: RoundId): Promise<Counters> =>
      inTransaction(connections, (connection) => readCounters(connection, id), snapshot),

    recount: (id: RoundId): Promise<Counters> =>
      inTransaction(connections, (connection) => recountVotes(connection, id), snapshot),

    jointSupports: (id: RoundId): Promise<Uint32Array> =>
      inTransaction(
        connections,
        async (connection) => {
          const round = await knownRound(connection, id);
          const { domainSize, subsetSize } = round;
          const joint = new Uint32Array(domainSize * domainSize);
          for await (const votes of segmentsOf(connection, round)) {
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
        snapshot,
      ),

    closeRound: (id: RoundId): Promise<void> => retried(() => close(id)),

    /** Counters and a recount of one moment. */
    both: (id: RoundId): Promise<readonly [Counters, Counters]> =>
      inTransaction(
        connections,
        async (connection) => [await readCounters(connection, id), await recountVotes(connection, id)] as const,
        snapshot,
      ),
  };
}

async function knownRound(connection: Connection, id: RoundId): Promise<RoundRow> {
  const { rows } = await connection.query('SELECT number, domain_size, subset_size FROM rounds WHERE id = $1', [id]);
  const row = rows[0];
  if (!row) throw new RangeError('unknown round');
  return { number: row.number, domainSize: row.domain_size, subsetSize: row.subset_size };
}

async function readCounters(connection: Connection, id: RoundId): Promise<Counters> {
  const round = await knownRound(connection, id);
  const { rows } = await connection.query('SELECT reports, supports FROM counters WHERE round = $1', [round.number]);
  if (rows.length === 0) throw new Error('a round without counters');
  const noisySupports = Array<number>(round.domainSize).fill(0);
  let reports = 0;
  for (const row of rows) {
    reports += row.reports;
    for (let i = 0; i < noisySupports.length; i++) {
      noisySupports[i] = (noisySupports[i] as number) + (row.supports as Buffer).readUInt32LE(4 * i);
    }
  }
  return { reports, noisySupports };
}

async function recountVotes(connection: Connection, id: RoundId): Promise<Counters> {
  const round = await knownRound(connection, id);
  const supports = Buffer.alloc(4 * round.domainSize);
  let reports = 0;
  for await (const votes of segmentsOf(connection, round)) {
    addSupports(supports, votes);
    reports += votes.length / (2 * round.subsetSize);
  }
  return { reports, noisySupports: Array.from({ length: round.domainSize }, (_, i) => supports.readUInt32LE(4 * i)) };
}

/** The segments of a round, a few at a time. */
async function* segmentsOf(connection: Connection, { number }: RoundRow): AsyncGenerator<Buffer> {
  await connection.query(`DECLARE segments_of CURSOR FOR SELECT votes FROM segments WHERE round = ${number}`);
  for (;;) {
    const { rows } = await connection.query(`FETCH ${segmentsAtOnce} FROM segments_of`);
    for (const { votes } of rows) yield votes;
    if (rows.length < segmentsAtOnce) break;
  }
  await connection.query('CLOSE segments_of');
}

/** Writes all votes of a round anew, shuffled as a whole, under new random keys. */
async function mergeVotes(connection: Connection, { number, subsetSize }: RoundRow, random: RandomBytes) {
  const { rows } = await connection.query('DELETE FROM segments WHERE round = $1 RETURNING votes', [number]);
  const votes = Buffer.concat(rows.map((row) => row.votes as Buffer));
  shuffleRows(votes, 2 * subsetSize, random);
  const segmentBytes = votesPerSegment * 2 * subsetSize;
  for (let at = 0; at < votes.length; at += segmentBytes) {
    const segment = [Buffer.from(random(16)), number, votes.subarray(at, at + segmentBytes)];
    await connection.query('INSERT INTO segments (key, round, votes) VALUES ($1, $2, $3)', segment);
  }
}

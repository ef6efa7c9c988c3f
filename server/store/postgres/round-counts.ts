import type { RoundId } from '../../../core/ids.ts';
import { type RoundManifest, signedRoundSchema } from '../../../core/protocol/manifest.ts';
import { addPairs, addSupports, fromBytes } from '../noisy-votes.ts';
import type { Counters, Release } from '../report-store.ts';
import type { Connection } from './connections.ts';

/** Segments that are in memory at once while a round is counted. */
const segmentsAtOnce = 64;

export interface RoundRow {
  readonly number: number;
  readonly domainSize: number;
  readonly subsetSize: number;
  /** 0 open, 1 closed, 2 closed without a release. */
  readonly closed: number;
  readonly votesDeleted: boolean;
  readonly manifest: RoundManifest;
}

/** @throws {RangeError} for a round that was never published */
export async function knownRound(connection: Connection, id: RoundId): Promise<RoundRow> {
  const { rows } = await connection.query(
    'SELECT number, domain_size, subset_size, closed, votes_deleted, signed FROM rounds WHERE id = $1',
    [id],
  );
  const row = rows[0];
  if (!row) throw new RangeError('unknown round');
  return {
    number: row.number,
    domainSize: row.domain_size,
    subsetSize: row.subset_size,
    closed: row.closed,
    votesDeleted: row.votes_deleted !== 0,
    manifest: signedRoundSchema.parse(JSON.parse(row.signed)).document,
  };
}

/** The counter rows of all processes together. */
export async function readCounters(connection: Connection, { number, domainSize }: RoundRow): Promise<Counters> {
  const { rows } = await connection.query('SELECT reports, supports FROM counters WHERE round = $1', [number]);
  if (rows.length === 0) throw new Error('a round without counters');
  const noisySupports = Array<number>(domainSize).fill(0);
  let reports = 0;
  for (const row of rows) {
    reports += row.reports;
    fromBytes(row.supports).forEach((count, i) => {
      noisySupports[i] = (noisySupports[i] as number) + count;
    });
  }
  return { reports, noisySupports };
}

/** The same, counted from the votes; undefined when they were deleted. */
export async function recountVotes(connection: Connection, round: RoundRow): Promise<Counters | undefined> {
  if (round.votesDeleted) return undefined;
  const supports = Buffer.alloc(4 * round.domainSize);
  let reports = 0;
  for await (const votes of segmentsOf(connection, round)) {
    addSupports(supports, votes);
    reports += votes.length / (2 * round.subsetSize);
  }
  return { reports, noisySupports: [...fromBytes(supports)] };
}

/** Reports that support both u and v, at [u * k + v], counted from the votes. */
export async function countPairs(connection: Connection, round: RoundRow): Promise<Uint32Array> {
  const pairs = new Uint32Array(round.domainSize ** 2);
  for await (const votes of segmentsOf(connection, round)) addPairs(pairs, votes, round);
  return pairs;
}

export async function readReleases(connection: Connection, { number }: RoundRow): Promise<Release[]> {
  const { rows } = await connection.query(
    'SELECT reports, supports, pairs FROM releases WHERE round = $1 ORDER BY number',
    [number],
  );
  return rows.map(({ reports, supports, pairs }) => ({
    reports,
    noisySupports: [...fromBytes(supports)],
    noisyPairs: pairs ? fromBytes(pairs) : undefined,
  }));
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

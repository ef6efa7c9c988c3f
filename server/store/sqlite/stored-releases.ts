import { type RoundManifest, releasePlanOf } from '../../../core/protocol/manifest.ts';
import { type VoteShape, voteShape } from '../../../core/protocol/votes.ts';
import { addPairs, fromBytes, toBytes } from '../noisy-votes.ts';
import { countsPairs, releaseIsDue } from '../planned-release.ts';
import type { Release } from '../report-store.ts';
import type { Connection } from './database.ts';

/** Counts of each release, from number 1 on: k little-endian u32, and k x k of them where pairs are counted. */
export const releasesTable = `
  CREATE TABLE releases (
    round INTEGER NOT NULL REFERENCES rounds,
    number INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    supports BLOB NOT NULL,
    pairs BLOB,
    PRIMARY KEY (round, number)
  ) STRICT;
`;

interface ReleaseRow {
  readonly reports: number;
  readonly supports: Buffer;
  readonly pairs: Buffer | null;
}

/** Reads and makes releases, by the number of their round; within a transaction of the caller. */
export function createStoredReleases(database: Connection) {
  const findCounters = database.prepare<[number], { reports: number; supports: Buffer }>(
    'SELECT reports, supports FROM counters WHERE round = ?',
  );
  const findSegments = database.prepare<[number], Buffer>('SELECT votes FROM segments WHERE round = ?').pluck();
  const findReported = database
    .prepare<[number], number>('SELECT reports FROM releases WHERE round = ? ORDER BY number')
    .pluck();
  const countReleases = database.prepare<[number], number>('SELECT count(*) FROM releases WHERE round = ?').pluck();
  const findReleases = database.prepare<[number], ReleaseRow>(
    'SELECT reports, supports, pairs FROM releases WHERE round = ? ORDER BY number',
  );
  const addRelease = database.prepare(
    'INSERT INTO releases (round, number, reports, supports, pairs) VALUES (?, ?, ?, ?, ?)',
  );

  function countPairs(number: number, shape: VoteShape): Buffer {
    const pairs = new Uint32Array(shape.domainSize ** 2);
    for (const votes of findSegments.iterate(number)) addPairs(pairs, votes, shape);
    return toBytes(pairs);
  }

  return {
    /** Makes the release that is due now, and says whether there was one. */
    releaseIfDue(number: number, manifest: RoundManifest, closing: boolean): boolean {
      // Nearly always the round plans one release, and that is made at its close.
      if (!closing && releasePlanOf(manifest).releases === 1) return false;
      const counters = findCounters.get(number);
      if (!counters) throw new Error('a round without counters');
      const released = findReported.all(number);
      if (!releaseIsDue(manifest, released, counters.reports, closing)) return false;
      const shape = voteShape(manifest);
      const pairs = countsPairs(shape) ? countPairs(number, shape) : null;
      addRelease.run(number, released.length + 1, counters.reports, counters.supports, pairs);
      return true;
    },

    count: (number: number): number => countReleases.get(number) ?? 0,

    releases(number: number): Release[] {
      return findReleases.all(number).map(({ reports, supports, pairs }) => ({
        reports,
        noisySupports: [...fromBytes(supports)],
        noisyPairs: pairs ? fromBytes(pairs) : undefined,
      }));
    },
  };
}

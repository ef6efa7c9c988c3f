import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { voteShape } from '../../../core/protocol/votes.ts';
import type { Counts } from '../damage.ts';
import { reshuffled, toBytes } from '../noisy-votes.ts';
import { countsPairs, releaseIsDue } from '../planned-release.ts';
import type { Counters, Release } from '../report-store.ts';
import { type Connection, type Connections, inTransaction, retried, snapshot } from './connections.ts';
import { countPairs, knownRound, type RoundRow, readCounters, readReleases, recountVotes } from './round-counts.ts';
import { tellOthers } from './version.ts';

/**
 * Reads, releases, closes and deletes what `createReportCommit` wrote. Every function throws `RangeError` for a round
 * that was never published.
 */
export function createRoundVotes(connections: Connections, random: RandomBytes) {
  const look = <Value>(id: RoundId, read: (connection: Connection, round: RoundRow) => Promise<Value>) =>
    inTransaction(connections, async (connection) => read(connection, await knownRound(connection, id)), snapshot);

  /** Runs `change` while no report of the round is between its check and its commit: each locks a row of counters. */
  const change = <Value>(id: RoundId, change: (connection: Connection, round: RoundRow) => Promise<Value>) =>
    retried(() =>
      inTransaction(connections, async (connection) => {
        const { number } = await knownRound(connection, id);
        await connection.query('SELECT shard FROM counters WHERE round = $1 ORDER BY shard FOR UPDATE', [number]);
        // Read again: another process may have changed it before the lock was ours.
        return change(connection, await knownRound(connection, id));
      }),
    );

  async function releaseIfDue(connection: Connection, round: RoundRow, closing: boolean): Promise<boolean> {
    const { number, manifest } = round;
    if (!(await isDue(connection, round, closing))) return false;
    const { reports, noisySupports } = await readCounters(connection, round);
    const pairs = countsPairs(voteShape(manifest)) ? toBytes(await countPairs(connection, round)) : null;
    await connection.query(
      `INSERT INTO releases (round, number, reports, supports, pairs)
       SELECT $1, count(*) + 1, $2, $3, $4 FROM releases WHERE round = $1`,
      [number, reports, toBytes(noisySupports), pairs],
    );
    return true;
  }

  /** Writes all votes of a round anew, shuffled as a whole, under new random keys. */
  async function shuffleVotes(connection: Connection, round: RoundRow): Promise<void> {
    const { rows } = await connection.query('DELETE FROM segments WHERE round = $1 RETURNING votes', [round.number]);
    for (const segment of reshuffled(
      rows.map(({ votes }) => votes),
      round,
      random,
    )) {
      const values = [Buffer.from(random(16)), round.number, segment];
      await connection.query('INSERT INTO segments (key, round, votes) VALUES ($1, $2, $3)', values);
    }
  }

  /** Deleted rows lie where they were until this. A database that does not know it cleans up by itself. */
  const cleanUp = () => connections.query('VACUUM segments, nonces').catch(() => undefined);

  async function close(id: RoundId, withheld: boolean): Promise<void> {
    if (await look(id, async (_, round) => round.closed !== 0)) return;
    const state = withheld ? 2 : 1;
    const closed = await change(id, async (connection, round) => {
      if (round.closed !== 0) return false;
      if (!withheld) await releaseIfDue(connection, round, true);
      await shuffleVotes(connection, round);
      await connection.query('DELETE FROM nonces WHERE round = $1', [round.number]);
      await connection.query('UPDATE counters SET closed = $2 WHERE round = $1', [round.number, state]);
      await connection.query('UPDATE rounds SET closed = $2 WHERE number = $1', [round.number, state]);
      await tellOthers(connection);
      return true;
    });
    if (closed) await cleanUp();
  }

  return {
    counters: (id: RoundId): Promise<Counters> => look(id, readCounters),
    recount: (id: RoundId): Promise<Counters | undefined> => look(id, recountVotes),
    releases: (id: RoundId): Promise<Release[]> => look(id, readReleases),
    counts: (id: RoundId): Promise<Counts> =>
      look(id, async (connection, round) => ({
        counters: await readCounters(connection, round),
        recount: await recountVotes(connection, round),
        releases: await readReleases(connection, round),
      })),

    async release(id: RoundId): Promise<number> {
      // Looked up first: every page asks, and reports should not wait for that.
      const due = await look(id, async (connection, round) => round.closed === 0 && isDue(connection, round, false));
      const made =
        due &&
        (await change(id, async (connection, round) => {
          if (round.closed !== 0 || !(await releaseIfDue(connection, round, false))) return false;
          await shuffleVotes(connection, round);
          return true;
        }));
      if (made) await cleanUp();
      return look(id, async (connection, { number }) => {
        const { rows } = await connection.query('SELECT number FROM releases WHERE round = $1', [number]);
        return rows.length;
      });
    },

    closeRound: (id: RoundId): Promise<void> => close(id, false),

    /** Closes a round that was open in a backup without a release, now or later. */
    withholdRound: (id: RoundId): Promise<void> => close(id, true),

    async deleteVotes(id: RoundId): Promise<void> {
      const deleted = await change(id, async (connection, round) => {
        if (round.closed === 0 || round.votesDeleted) return false;
        await connection.query('DELETE FROM segments WHERE round = $1', [round.number]);
        await connection.query('DELETE FROM nonces WHERE round = $1', [round.number]);
        await connection.query('UPDATE rounds SET votes_deleted = 1 WHERE number = $1', [round.number]);
        await tellOthers(connection);
        return true;
      });
      if (deleted) await cleanUp();
    },
  };
}

async function isDue(connection: Connection, round: RoundRow, closing: boolean): Promise<boolean> {
  const { rows } = await connection.query('SELECT reports FROM releases WHERE round = $1 ORDER BY number', [
    round.number,
  ]);
  const { reports } = await readCounters(connection, round);
  const released = rows.map((row) => row.reports as number);
  return releaseIsDue(round.manifest, released, reports, closing);
}

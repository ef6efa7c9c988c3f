import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { shuffleRows } from '../../secure-random.ts';
import { addSupports, isVote } from '../noisy-votes.ts';
import { nonceKeys } from '../nonce-keys.ts';
import type { Submission, SubmissionOutcome } from '../report-store.ts';
import { type Connection, type Connections, commit, retried, rollBack, timed } from './connections.ts';

interface RoundRow {
  readonly number: number;
  readonly id: RoundId;
  readonly domainSize: number;
  readonly subsetSize: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly closed: number;
  /** Of this process's counter row. */
  readonly supports: Buffer;
}

/** A well-formed report in its round, and what recognises its retries. */
interface Candidate {
  readonly round: RoundRow;
  readonly noisyVote: Uint8Array;
  readonly key: Buffer;
  readonly tag: Buffer;
}

export interface ReportCommitOptions {
  readonly connections: Connections;
  /** Keys the HMACs that recognise retries. */
  readonly secret: Uint8Array;
  readonly random: RandomBytes;
}

/** Named, so that each connection plans it once. */
const statements = {
  // The rows of rounds never change in what is read here; a locked row of counters is read as it is now.
  lock: {
    name: 'lock',
    text: `SELECT r.number, r.id, r.domain_size, r.subset_size, r.opens_at_ms, r.closes_at_ms, c.closed, c.supports
           FROM counters c JOIN rounds r ON r.number = c.round
           WHERE r.id = ANY ($1) AND c.shard = $2 ORDER BY c.round FOR UPDATE OF c`,
  },
  addNonces: {
    name: 'add-nonces',
    text: `INSERT INTO nonces (key, round, tag) SELECT * FROM unnest($1::bytea[], $2::integer[], $3::bytea[])
           ON CONFLICT (key) DO NOTHING RETURNING key`,
  },
  findTags: { name: 'find-tags', text: 'SELECT key, tag FROM nonces WHERE key = ANY ($1)' },
  addSegment: { name: 'add-segment', text: 'INSERT INTO segments (key, round, votes) VALUES ($1, $2, $3)' },
  count: {
    name: 'count',
    text: 'UPDATE counters SET reports = reports + $3, supports = $4 WHERE round = $1 AND shard = $2',
  },
} as const;

/**
 * Writes submissions to PostgreSQL, any number in one transaction. It locks the counter row of each round first, in
 * their order, then adds what recognises retries, in the order of its keys, so that no two transactions wait for each
 * other. The new votes become one segment a round, shuffled.
 *
 * @returns a function that stores a group at `now` (milliseconds since 1970), counted in row `shard`; it throws when
 *   nothing of the group is known to be stored
 */
export function createReportCommit({ connections, secret, random }: ReportCommitOptions) {
  const query = (connection: Connection, statement: { name: string; text: string }, values: unknown[]) =>
    connection.query(timed({ ...statement, values }));

  async function lockRounds(connection: Connection, submissions: readonly Submission[], shard: number) {
    const ids = [...new Set(submissions.map(({ round }) => round))];
    const [, { rows }] = await Promise.all([
      connection.query('BEGIN'),
      query(connection, statements.lock, [ids, shard]),
    ]);
    return new Map(rows.map((row) => [row.id as RoundId, toRound(row)]));
  }

  /** Adds the keys; those that were there before, with their tags. */
  async function addNonces(connection: Connection, candidates: readonly Candidate[]): Promise<Map<string, Buffer>> {
    const sorted = candidates.toSorted((a, b) => Buffer.compare(a.key, b.key));
    const keys = sorted.map(({ key }) => key);
    const numbers = sorted.map(({ round }) => round.number);
    const { rows } = await query(connection, statements.addNonces, [keys, numbers, sorted.map(({ tag }) => tag)]);
    if (rows.length === keys.length) return new Map();
    const added = new Set(rows.map(({ key }) => hex(key)));
    const others = keys.filter((key) => !added.has(hex(key)));
    const found = await query(connection, statements.findTags, [others]);
    return new Map(found.rows.map(({ key, tag }) => [hex(key), tag]));
  }

  function addVotes(connection: Connection, candidates: readonly Candidate[], shard: number): Promise<unknown>[] {
    const rounds = new Set(candidates.map(({ round }) => round));
    return [...rounds].flatMap((round) => {
      const added = candidates.filter((candidate) => candidate.round === round);
      const segment = Buffer.concat(added.map(({ noisyVote }) => noisyVote));
      shuffleRows(segment, 2 * round.subsetSize, random);
      addSupports(round.supports, segment);
      return [
        query(connection, statements.addSegment, [Buffer.from(random(16)), round.number, segment]),
        query(connection, statements.count, [round.number, shard, added.length, round.supports]),
      ];
    });
  }

  async function write(connection: Connection, submissions: readonly Submission[], now: number, shard: number) {
    const rounds = await lockRounds(connection, submissions, shard);
    const judged = submissions.map((submission) => judge(submission, rounds.get(submission.round), now, secret));
    const first = new Map<string, Candidate>();
    for (const candidate of judged) {
      if (typeof candidate === 'object' && !first.has(hex(candidate.key))) first.set(hex(candidate.key), candidate);
    }
    const earlier = first.size === 0 ? new Map<string, Buffer>() : await addNonces(connection, [...first.values()]);
    const added = [...first.values()].filter(({ key }) => !earlier.has(hex(key)));
    await Promise.all([...addVotes(connection, added, shard), commit(connection)]);
    return judged.map((candidate): SubmissionOutcome => {
      if (typeof candidate === 'string') return candidate;
      const stands = earlier.get(hex(candidate.key)) ?? first.get(hex(candidate.key))?.tag;
      return stands?.equals(candidate.tag) ? 'stored' : 'nonce-reused';
    });
  }

  return (submissions: readonly Submission[], now: number, shard: number): Promise<SubmissionOutcome[]> =>
    retried(async () => {
      const connection = await connections.connect();
      try {
        const outcomes = await write(connection, submissions, now, shard);
        connection.release();
        return outcomes;
      } catch (error) {
        await rollBack(connection);
        throw error;
      }
    });
}

const hex = (bytes: Buffer): string => bytes.toString('hex');

interface LockedRow {
  readonly number: number;
  readonly id: RoundId;
  readonly domain_size: number;
  readonly subset_size: number;
  readonly opens_at_ms: string;
  readonly closes_at_ms: string;
  readonly closed: number;
  readonly supports: Buffer;
}

const toRound = (row: LockedRow): RoundRow => ({
  number: row.number,
  id: row.id,
  domainSize: row.domain_size,
  subsetSize: row.subset_size,
  opensAt: Number(row.opens_at_ms),
  closesAt: Number(row.closes_at_ms),
  closed: row.closed,
  supports: row.supports,
});

function judge(
  submission: Submission,
  round: RoundRow | undefined,
  now: number,
  secret: Uint8Array,
): Candidate | SubmissionOutcome {
  if (!round) return 'unknown-round';
  if (round.closed !== 0 || now >= round.closesAt) return 'round-closed';
  if (now < round.opensAt) return 'round-not-open';
  if (!isVote(submission.noisyVote, round)) return 'malformed-vote';
  return { round, noisyVote: submission.noisyVote, ...nonceKeys(secret, submission) };
}

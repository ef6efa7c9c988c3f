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
  /** The key as text, for maps. */
  readonly name: string;
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
  // All keys in one value, and all tags in another: arrays of small values cost several times as much.
  addNonces: {
    name: 'add-nonces',
    text: `INSERT INTO nonces (key, round, tag)
           SELECT substring($1::bytea FROM 8 * i + 1 FOR 8), $3, substring($2::bytea FROM 4 * i + 1 FOR 4)
           FROM generate_series(0, $4::integer - 1) AS i ON CONFLICT (key) DO NOTHING`,
  },
  addNoncesOneByOne: {
    name: 'add-nonces-one-by-one',
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
 * their order, then adds what recognises retries, in the order of rounds and keys, so that no two transactions wait for
 * each other. The new votes become one segment a round, shuffled.
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

  /** Adds the keys, in their order; false when some were there before. */
  async function addNewNonces(connection: Connection, candidates: readonly Candidate[]): Promise<boolean> {
    const rounds = [...new Set(candidates.map(({ round }) => round))].sort((a, b) => a.number - b.number);
    const results = await Promise.all(
      rounds.map((round) => {
        const sorted = inOrder(candidates.filter((candidate) => candidate.round === round));
        const keys = Buffer.concat(sorted.map(({ key }) => key));
        const tags = Buffer.concat(sorted.map(({ tag }) => tag));
        return query(connection, statements.addNonces, [keys, tags, round.number, sorted.length]);
      }),
    );
    return results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0) === candidates.length;
  }

  /** Adds the keys; those that were there before, with their tags. */
  async function addNonces(connection: Connection, candidates: readonly Candidate[]): Promise<Map<string, Buffer>> {
    const sorted = inOrder(candidates);
    const columns = [
      sorted.map(({ key }) => key),
      sorted.map(({ round }) => round.number),
      sorted.map(({ tag }) => tag),
    ];
    const { rows } = await query(connection, statements.addNoncesOneByOne, columns);
    const added = new Set(rows.map(({ key }) => hex(key)));
    const others = sorted.filter(({ name }) => !added.has(name)).map(({ key }) => key);
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

  /** Undefined, and nothing is committed, when `expectNew` and some of the reports were sent before. */
  async function write(
    connection: Connection,
    submissions: readonly Submission[],
    { now, shard, expectNew }: { readonly now: number; readonly shard: number; readonly expectNew: boolean },
  ): Promise<SubmissionOutcome[] | undefined> {
    const rounds = await lockRounds(connection, submissions, shard);
    const judged = submissions.map((submission) => judge(submission, rounds.get(submission.round), now, secret));
    const first = new Map<string, Candidate>();
    for (const candidate of judged) {
      if (typeof candidate === 'object' && !first.has(candidate.name)) first.set(candidate.name, candidate);
    }
    const candidates = [...first.values()];
    let earlier = new Map<string, Buffer>();
    if (expectNew) {
      if (!(await addNewNonces(connection, candidates))) return undefined;
    } else earlier = await addNonces(connection, candidates);
    const added = candidates.filter(({ name }) => !earlier.has(name));
    await Promise.all([...addVotes(connection, added, shard), commit(connection)]);
    return judged.map((candidate): SubmissionOutcome => {
      if (typeof candidate === 'string') return candidate;
      const stands = earlier.get(candidate.name) ?? first.get(candidate.name)?.tag;
      return stands?.equals(candidate.tag) ? 'stored' : 'nonce-reused';
    });
  }

  async function attempt(
    submissions: readonly Submission[],
    how: Parameters<typeof write>[2],
  ): Promise<SubmissionOutcome[] | undefined> {
    const connection = await connections.connect();
    try {
      const outcomes = await write(connection, submissions, how);
      if (outcomes) connection.release();
      else await rollBack(connection);
      return outcomes;
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
  }

  return (submissions: readonly Submission[], now: number, shard: number): Promise<SubmissionOutcome[]> =>
    retried(async () => {
      // Nearly every report is new. A group with a retry in it is written anew, and its keys are looked at one by one.
      const outcomes =
        (await attempt(submissions, { now, shard, expectNew: true })) ??
        (await attempt(submissions, { now, shard, expectNew: false }));
      if (!outcomes) throw new Error('a group that expects retries is always written');
      return outcomes;
    });
}

const inOrder = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.toSorted((a, b) => a.round.number - b.round.number || Buffer.compare(a.key, b.key));

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
  const { key, tag } = nonceKeys(secret, submission);
  return { round, noisyVote: submission.noisyVote, key, tag, name: hex(key) };
}

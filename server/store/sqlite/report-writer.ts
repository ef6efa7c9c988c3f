import Database from 'better-sqlite3';
import type { RoundId } from '../../../core/ids.ts';
import type { RandomBytes } from '../../../core/privacy/random-integers.ts';
import { shuffleRows } from '../../secure-random.ts';
import { addSupports, isVote } from '../noisy-votes.ts';
import { nonceKeys } from '../nonce-keys.ts';
import type { Submission, SubmissionOutcome } from '../report-store.ts';
import type { Connection } from './database.ts';

interface RoundRow {
  readonly number: number;
  readonly domainSize: number;
  readonly subsetSize: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly closed: number;
}

/** The new votes of one round within one commit. */
interface NewVotes {
  readonly round: RoundRow;
  readonly noisyVotes: Uint8Array[];
}

export interface ReportWriterOptions {
  readonly database: Connection;
  /** Keys the HMACs that recognise retries. */
  readonly secret: Uint8Array;
  readonly random: RandomBytes;
  /** Told why a commit failed: an SQLite result code or the name of an error, never its text. */
  readonly onFailure: (code: string) => void;
}

/**
 * Writes submissions to SQLite, any number in one transaction, at `now` (milliseconds since 1970). The new votes of a
 * commit become one segment a round, shuffled; the counters change in the same transaction. When the transaction fails,
 * nothing of it is stored and every outcome is `storage-unavailable`.
 */
export function createReportWriter({ database, secret, random, onFailure }: ReportWriterOptions) {
  const findRound = database.prepare<[string], RoundRow>(
    `SELECT number, domain_size AS domainSize, subset_size AS subsetSize, opens_at_ms AS opensAt, closes_at_ms AS closesAt, closed
     FROM rounds WHERE id = ?`,
  );
  const addNonce = database.prepare('INSERT INTO nonces (key, round, tag) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const findTag = database.prepare<[Buffer], Buffer>('SELECT tag FROM nonces WHERE key = ?').pluck();
  const findSupports = database.prepare<[number], Buffer>('SELECT supports FROM counters WHERE round = ?').pluck();
  const setCounters = database.prepare('UPDATE counters SET reports = reports + ?, supports = ? WHERE round = ?');
  const addSegment = database.prepare('INSERT INTO segments (key, round, votes) VALUES (?, ?, ?)');

  function outcomeOf(submission: Submission, newVotes: NewVotes | undefined, now: number): SubmissionOutcome {
    if (!newVotes) return 'unknown-round';
    const { round, noisyVotes } = newVotes;
    if (round.closed !== 0 || now >= round.closesAt) return 'round-closed';
    if (now < round.opensAt) return 'round-not-open';
    if (!isVote(submission.noisyVote, round)) return 'malformed-vote';
    const { key, tag } = nonceKeys(secret, submission);
    if (addNonce.run(key, round.number, tag).changes === 1) {
      noisyVotes.push(submission.noisyVote);
      return 'stored';
    }
    return findTag.get(key)?.equals(tag) ? 'stored' : 'nonce-reused';
  }

  function addVotes({ round, noisyVotes }: NewVotes): void {
    if (noisyVotes.length === 0) return;
    const segment = Buffer.concat(noisyVotes);
    shuffleRows(segment, 2 * round.subsetSize, random);
    addSegment.run(Buffer.from(random(16)), round.number, segment);
    const supports = findSupports.get(round.number);
    if (!supports) throw new Error('a round without counters');
    addSupports(supports, segment);
    setCounters.run(noisyVotes.length, supports, round.number);
  }

  const write = database.transaction((submissions: readonly Submission[], now: number) => {
    const rounds = new Map<RoundId, NewVotes | undefined>();
    const outcomes = submissions.map((submission) => {
      if (!rounds.has(submission.round)) {
        const round = findRound.get(submission.round);
        rounds.set(submission.round, round && { round, noisyVotes: [] });
      }
      return outcomeOf(submission, rounds.get(submission.round), now);
    });
    for (const newVotes of rounds.values()) if (newVotes) addVotes(newVotes);
    return outcomes;
  });

  return {
    commit(submissions: readonly Submission[], now: number): SubmissionOutcome[] {
      try {
        return write.immediate(submissions, now);
      } catch (error) {
        onFailure(failureCode(error));
        return submissions.map(() => 'storage-unavailable');
      }
    },
  };
}

/** What may be said about an error: its code or name. Its message may hold what was in a request. */
function failureCode(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

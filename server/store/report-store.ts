import type { RoundId } from '../../core/ids.ts';

/** A report as it reaches the store: checked for form, not yet against its round. */
export interface Submission {
  readonly round: RoundId;
  /** The 16 random bytes of this report. */
  readonly nonce: Uint8Array;
  /** The vote in its wire form (core/privacy/vote-codec.ts). */
  readonly noisyVote: Uint8Array;
}

/**
 * What became of a submission; `stored` is given only after the commit, to the first report and to every identical
 * retry.
 */
export const submissionOutcomes = [
  'stored',
  'unknown-round',
  'round-not-open',
  'round-closed',
  'malformed-vote',
  'nonce-reused',
  'storage-unavailable',
  'too-many-requests',
] as const;
export type SubmissionOutcome = (typeof submissionOutcomes)[number];

/** All that estimates need of a round: how many reports, and how many of them support each id. */
export interface Counters {
  readonly reports: number;
  /** k support counts in the order of the ids, "none" last. */
  readonly noisySupports: readonly number[];
}

/** The counts of a round at one of the releases that its manifest plans; estimates are made from nothing else. */
export interface Release extends Counters {
  /**
   * Reports that support both u and v, at [u * k + v]: what ranks need when a vote holds several ids. Undefined where
   * nobody needs them, see `countsPairs`.
   */
  readonly noisyPairs: Uint32Array | undefined;
}

/**
 * Keeps votes without time, sender or order of arrival (P10), and loses none that it acknowledged (P12). Every database
 * behind it passes the same suite (tests/store).
 */
export interface ReportStore {
  /** Stores one report, or says why not; resolves after the commit and never rejects. */
  submit(submission: Submission): Promise<SubmissionOutcome>;
  /** @throws {StorageUnavailable} */
  counters(round: RoundId): Promise<Counters>;
  /**
   * The same numbers counted anew from the stored votes; where they differ from `counters`, the store is damaged.
   * Undefined when the votes were deleted.
   */
  recount(round: RoundId): Promise<Counters | undefined>;
  /** The releases of a round so far, in order. */
  releases(round: RoundId): Promise<readonly Release[]>;
  /**
   * Makes the next release of an open round if its plan allows one now (planned-release.ts): in one transaction the
   * counts are kept as they are, and the votes are merged and shuffled anew. Otherwise it changes nothing. Resolves to
   * the number of releases that the round has now.
   */
  release(round: RoundId): Promise<number>;
  /**
   * Closes a round for good: from this transaction on it takes no report, the last planned release is made if enough
   * reports came, its votes are merged and shuffled anew, and what recognised retries is deleted. Closing twice changes
   * nothing.
   */
  closeRound(round: RoundId): Promise<void>;
  /** Deletes the votes of a closed round; its counters and releases stay. A round that is open is left as it is. */
  deleteVotes(round: RoundId): Promise<void>;
  /** Commits what was submitted, then closes. */
  close(): Promise<void>;
}

/** The database could not do what was asked: disk full, file damaged, process ending. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

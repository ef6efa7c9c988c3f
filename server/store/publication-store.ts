import type { RoundId, Sha256, StudyId } from '../../core/ids.ts';
import type { SignedRound } from '../../core/protocol/manifest.ts';
import type { SignedStudy } from '../../core/protocol/study.ts';

export interface StoredRound {
  readonly id: RoundId;
  readonly signed: SignedRound;
  readonly closed: boolean;
  /** Closed for good without a release, because the server was restored from a backup while the round was open. */
  readonly withheld: boolean;
  /** Its votes were deleted, as its study had promised. */
  readonly votesDeleted: boolean;
}

/** A study with its rounds, oldest first. */
export interface StoredStudy {
  readonly id: StudyId;
  readonly signed: SignedStudy;
  /** Its researchers have withdrawn it, for good. */
  readonly withdrawn: boolean;
  /** When its researchers ended it, before its time; milliseconds since 1970. */
  readonly endedAt: number | undefined;
  readonly rounds: readonly StoredRound[];
}

/** Immutable bytes under their SHA-256. */
export interface Batch {
  readonly sha256: Sha256;
  readonly mediaType: 'application/json' | 'application/octet-stream';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface StoredPublications {
  readonly studies: readonly StoredStudy[];
  readonly batches: readonly Batch[];
}

/** What one publication adds: a study if it is new, rounds at the end of its log, and their batches. */
export interface Publication {
  readonly study: { readonly id: StudyId; readonly signed: SignedStudy };
  readonly rounds: readonly { readonly id: RoundId; readonly signed: SignedRound }[];
  readonly batches: readonly Batch[];
}

/** Keeps what was published; nothing published ever changes, but a study can be ended or withdrawn. */
export interface PublicationStore {
  /** Adds all of it or nothing. */
  publish(publication: Publication): Promise<void>;
  publications(): Promise<StoredPublications>;
  /** Grows whenever another process may have changed what `publications` says; never when there is no other. */
  version(): Promise<number>;
  /**
   * Ends a study for good at `now` (milliseconds since 1970); closing its rounds is up to the caller. A study that
   * ended before keeps the time of its end, and may still be withdrawn.
   */
  endStudy(study: StudyId, how: { readonly now: number; readonly withdrawn: boolean }): Promise<void>;
}

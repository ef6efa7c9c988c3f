import type { RoundId, StudyId } from '../core/ids.ts';
import type { RandomBytes } from '../core/privacy/random-integers.ts';
import type { Network } from './network/requests.ts';
import type { Database } from './storage/database.ts';

/** A round by its keys. */
export interface RoundKey {
  readonly study: StudyId;
  readonly round: RoundId;
}

/** The true answer of this device and the drafts it came from; neither ever leaves. */
export interface TrueAnswer {
  readonly trueAnswer: number;
  readonly drafts: readonly string[];
}

export type FoundAnswer = RoundKey & TrueAnswer;

/**
 * Reads drafts, and hands over the answer of each round as it is found, in the order of the rounds. Aborting `box`
 * ends it, whatever it is doing.
 *
 * @throws {Error} when it cannot go on
 */
export type AnswerRounds = (
  rounds: readonly RoundKey[],
  found: (answer: FoundAnswer) => void,
  box: AbortSignal,
) => Promise<void>;

/**
 * Which of the permissions that consent rests on a device has for a server; the browser's own, and Firefox's consent.
 */
export type Permission = 'granted' | 'no-host' | 'no-data-collection';

/** All that a donation needs from the device; the background passes the real ones, tests their own. */
export interface Device {
  readonly database: Database;
  /** Cryptographic randomness: what the sampler draws from. */
  readonly random: RandomBytes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly network: Network;
  readonly permission: (server: string) => Promise<Permission>;
  readonly embed: (texts: readonly string[], signal: AbortSignal) => Promise<Float32Array[]>;
  /**
   * Gets ready to answer rounds whose material is stored: loads the model that they need. Reads no draft.
   *
   * @throws {Error} when the model or the material cannot be loaded
   */
  readonly prepareAnswers: (rounds: readonly RoundKey[], signal: AbortSignal) => Promise<AnswerRounds>;
  /** Sets the alarm to the earliest stored due time. */
  readonly arm: () => Promise<void>;
}

import type { EmbeddingModel } from '../core/embedding/model.ts';
import type { RoundId, StudyId } from '../core/ids.ts';
import type { RandomBytes } from '../core/privacy/random-integers.ts';
import type { RoundManifest } from '../core/protocol/manifest.ts';
import { noneAnswer } from '../core/protocol/votes.ts';
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

/** The answer that hides everything else: nothing similar, nothing typed, something failed, or time ran out (P4). */
export const noneOf = (round: RoundManifest): TrueAnswer => ({ trueAnswer: noneAnswer(round), drafts: [] });

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
  readonly embed: (texts: readonly string[], model: EmbeddingModel, signal: AbortSignal) => Promise<Float32Array[]>;
  /**
   * Gets ready to answer rounds whose material is stored: loads the model that the first needs. Reads no draft.
   *
   * @throws {Error} when the model or the material cannot be loaded
   */
  readonly prepareAnswers: (rounds: readonly RoundKey[], signal: AbortSignal) => Promise<AnswerRounds>;
  /** Sets the alarm to the earliest stored due time. */
  readonly arm: () => Promise<void>;
}

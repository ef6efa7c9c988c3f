import { answersOfFragment } from '../privacy/prevalence.ts';
import type { RoundManifest } from './manifest.ts';

/** What a vote of a round may hold, on the wire and in the store. */
export interface VoteShape {
  /** Ids are below this. */
  readonly domainSize: number;
  /** How many different ids a vote holds. */
  readonly subsetSize: number;
}

/** What tells a prevalence poll from other rounds, in a manifest and in a study file. */
type Asks =
  | { readonly kind: 'candidates' }
  | { readonly kind: 'fragments'; readonly poll: Extract<RoundManifest, { kind: 'fragments' }>['poll'] };

/** Whether each device answers for one fragment that it drew. */
export const isPrevalence = (round: Asks): boolean => round.kind === 'fragments' && round.poll === 'prevalence';

/**
 * The form of a round's votes: that of its mechanism, or in a prevalence poll one of two ids for each fragment
 * (core/privacy/prevalence.ts).
 */
export function voteShape(round: RoundManifest): VoteShape {
  const { domainSize, subsetSize } = round.mechanism;
  return isPrevalence(round)
    ? { domainSize: answersOfFragment * round.texts.count, subsetSize: 1 }
    : { domainSize, subsetSize };
}

/** The answer of who wrote nothing, or nothing similar: "none", or "no" to the one fragment of a prevalence poll. */
export const noneAnswer = (round: RoundManifest): number => (isPrevalence(round) ? 0 : round.texts.count);

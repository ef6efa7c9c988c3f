import { decideRelease } from '../../core/estimation/releases.ts';
import { type RoundManifest, releasePlanOf } from '../../core/protocol/manifest.ts';
import type { VoteShape } from '../../core/protocol/votes.ts';

/** Family-wise error of everything that is ever said about a round; its releases share it. */
export const errorOfRound = 0.05;

/** Largest domain whose pairs are counted: above it ranks use their wider bound. */
const largestPairDomain = 1_001;

/** Whether a release of such a round counts pairs: a vote of one id has none, and above the limit they are too many. */
export const countsPairs = ({ domainSize, subsetSize }: VoteShape): boolean =>
  subsetSize > 1 && domainSize <= largestPairDomain;

/**
 * Whether the plan of a round allows a release now. The last one is kept for the close. Asked and answered within the
 * transaction that stores the release, so that two who ask at once make one.
 *
 * @param released number of reports at each release so far
 * @param reports number of reports now
 * @param closing whether the round closes with this transaction
 */
export function releaseIsDue(
  manifest: RoundManifest,
  released: readonly number[],
  reports: number,
  closing: boolean,
): boolean {
  const plan = { ...releasePlanOf(manifest), level: errorOfRound };
  if (!closing && released.length >= plan.releases - 1) return false;
  return decideRelease(plan, released, reports).kind === 'release';
}

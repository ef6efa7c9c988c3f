import { type SubsetSelection, subsetSelection, supportProbabilities } from '../privacy/subset-selection.ts';
import { type Detection, power, smallestDetectableShare, volunteersNeeded } from './detection.ts';
import { assumedShares, topFoundProbabilities, zipfShares } from './top-found.ts';

/** Chance that a round reports any candidate that nobody holds. */
export const familyWiseLevel = 0.05;

export interface RoundDesign {
  /** K; the domain has k = K + 1 values, "none" among them. */
  readonly candidates: number;
  readonly epsilon: number;
  /** Planned releases, 1 to 5, over which the error rate is split; 1 when it is left out. */
  readonly releases?: number;
}

/** What a round of this design can see. Shares, errors and probabilities are fractions. */
export interface Plan {
  readonly volunteers: number;
  readonly candidates: number;
  readonly epsilon: number;
  readonly domainSize: number;
  /** d, the ids in a vote. */
  readonly d: number;
  /** P(a vote holds the true answer), P(it holds any one other value). */
  readonly p: number;
  readonly q: number;
  /** Of the estimated share of a candidate that nobody holds: sqrt(q (1 - q) / n) / (p - q). */
  readonly standardError: number;
  /**
   * Smallest share told from zero with probability `power` at `familyWiseLevel` over all candidates; null when not even
   * 1 is.
   */
  readonly smallestDetectableShare: number | null;
  readonly power: number;
  readonly familyWiseLevel: number;
  /**
   * P(the `top` most frequent candidates are exactly the `top` with the most votes), if shares follow Zipf's law as
   * assumed.
   */
  readonly topFound: readonly { readonly top: number; readonly probability: number }[];
  readonly assumed: { readonly exponent: number; readonly none: number };
}

/**
 * What `volunteers` reports can see, from exact binomial tails: level 0.05 / K for each candidate, power 0.8.
 *
 * @param volunteers n, 1 to 1e9
 * @throws {RangeError} when no mechanism exists for the design, see `subsetSelection`
 */
export function planRound(design: RoundDesign, volunteers: number): Plan {
  const { mechanism, detection } = designOf(design);
  const { p, q } = detection;
  const support = { p, q, subsetSize: mechanism.subsetSize, domainSize: mechanism.domainSize };
  const tops = [1, 3, 5, 10].filter((top) => top < design.candidates);
  const shares = zipfShares(design.candidates, assumedShares);
  return {
    volunteers,
    candidates: design.candidates,
    epsilon: design.epsilon,
    domainSize: mechanism.domainSize,
    d: mechanism.subsetSize,
    p,
    q,
    standardError: Math.sqrt((q * (1 - q)) / volunteers) / (p - q),
    smallestDetectableShare: smallestDetectableShare(detection, volunteers),
    power,
    familyWiseLevel,
    topFound: topFoundProbabilities(shares, tops, support, volunteers).map((probability, i) => ({
      top: tops[i] as number,
      probability,
    })),
    assumed: assumedShares,
  };
}

/**
 * What `volunteers` reports of a prevalence poll can see. Each device answers for one of the fragments, so each
 * fragment has its part of the reports, in the mean. Nothing is said about the order of the fragments.
 *
 * @throws {RangeError} as `planRound`
 */
export function planPrevalence(design: RoundDesign, volunteers: number): Plan {
  const { candidates: fragments, epsilon, releases = 1 } = design;
  const mechanism = subsetSelection(2, epsilon);
  const detection = { ...supportProbabilities(mechanism), level: familyWiseLevel / releases / fragments };
  const { p, q } = detection;
  const asked = Math.floor(volunteers / fragments);
  return {
    ...{ volunteers, candidates: fragments, epsilon, domainSize: mechanism.domainSize, d: mechanism.subsetSize, p, q },
    standardError: Math.sqrt((q * (1 - q)) / Math.max(asked, 1)) / (p - q),
    smallestDetectableShare: asked === 0 ? null : smallestDetectableShare(detection, asked),
    ...{ power, familyWiseLevel, topFound: [], assumed: assumedShares },
  };
}

/**
 * Number of volunteers from which on a candidate of this share is told from zero with probability 0.8, however many
 * more come; null when more than 1e9 were needed.
 *
 * @param share above 0, at most 1
 * @throws {RangeError} when no mechanism exists for the design, see `subsetSelection`
 */
export function volunteersFor(design: RoundDesign, share: number): number | null {
  return volunteersNeeded(designOf(design).detection, share);
}

function designOf({ candidates, epsilon, releases = 1 }: RoundDesign): {
  mechanism: SubsetSelection;
  detection: Detection;
} {
  const mechanism = subsetSelection(candidates + 1, epsilon);
  return {
    mechanism,
    detection: { ...supportProbabilities(mechanism), level: familyWiseLevel / releases / candidates },
  };
}

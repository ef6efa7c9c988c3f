import { clopperPearson } from '../binomial.ts';
import { type SubsetSelection, supportProbabilities } from '../privacy/subset-selection.ts';
import { type Interval, shareInterval } from './intervals.ts';
import { comparisonPValue } from './ranks.ts';
import { type Counts, checkCounts, unbiasedShare } from './shares.ts';

/**
 * Probability that a vote holds both of two values u and v: when the true answer is one of them, and when it is
 * neither.
 *
 * Proof: given x in S, the other d - 1 ids are a uniform subset of the k - 1 values that are not x, which holds a given
 * one with (d-1)/(k-1) and a given two with (d-1)(d-2)/((k-1)(k-2)); given x not in S, all d ids are, and hold a given
 * two with d(d-1)/((k-1)(k-2)).
 */
export function jointSupport(mechanism: SubsetSelection): { whenOne: number; whenNeither: number } {
  const { domainSize: k, subsetSize: d } = mechanism;
  if (d === 1) return { whenOne: 0, whenNeither: 0 };
  const { p } = supportProbabilities(mechanism);
  const pairs = (k - 1) * (k - 2);
  return {
    whenOne: (p * (d - 1)) / (k - 1),
    whenNeither: (p * (d - 1) * (d - 2) + (1 - p) * d * (d - 1)) / pairs,
  };
}

export interface ShareDifference extends Interval {
  /** f_u - f_v, unbiased. */
  readonly difference: number;
  readonly standardError: number;
  /** Two-sided, of "the shares are equal". */
  readonly pValue: number;
}

const unitInterval = (value: number): number => Math.min(Math.max(value, 0), 1);

/**
 * Difference of the shares of two values that were chosen before the counts were seen (for all pairs at once use the
 * ranks).
 *
 * **Law.** A vote adds +1 (u only), -1 (v only) or 0 to C_u - C_v, with P(+1) - P(-1) = (f_u - f_v)(p - q), so with s =
 * P(u only) + P(v only) = P(u) + P(v) - 2 P(u and v), n Var = (s - (f_u - f_v)^2 (p - q)^2) / (p - q)^2. P(u and v) is
 * counted where it is known (`jointCount`; always 0 for d = 1), else put in from the law of the mechanism.
 *
 * **Interval**, exact: docs/mathematics.md, "Differences".
 *
 * @param u index of the first value
 * @param v index of the second value
 * @param alpha error of the interval, such as .05
 * @param jointCount number of votes that hold both, if they were recounted
 * @throws {RangeError} on impossible counts or indices
 */
export function shareDifference(
  input: Counts,
  u: number,
  v: number,
  alpha: number,
  jointCount?: number,
): ShareDifference {
  checkCounts(input);
  const { mechanism, reports, counts } = input;
  const [countU, countV] = [counts[u], counts[v]];
  if (countU === undefined || countV === undefined || u === v)
    throw new RangeError('u, v: expected two ids of the domain');
  const joint = mechanism.subsetSize === 1 ? 0 : jointCount;
  if (joint !== undefined && !(Number.isInteger(joint) && joint >= 0 && joint <= Math.min(countU, countV))) {
    throw new RangeError('jointCount: expected a whole number up to both counts');
  }
  const support = supportProbabilities(mechanism);
  const slope = support.p - support.q;
  const difference = (countU - countV) / reports / slope;
  const one = oneOnly(input, countU, countV, joint);
  return {
    difference,
    standardError: Math.sqrt(Math.max(one - (difference * slope) ** 2, 0) / reports) / slope,
    pValue: Math.min(1, 2 * comparisonPValue(Math.max(countU, countV), Math.min(countU, countV), joint)),
    ...(joint === undefined ? fromShares() : fromDiscordant(joint)),
  };

  function fromShares(): Interval {
    const ofU = shareInterval(countU as number, reports, support, alpha / 2);
    const ofV = shareInterval(countV as number, reports, support, alpha / 2);
    return { low: ofU.low - ofV.high, high: ofU.high - ofV.low };
  }
  function fromDiscordant(both: number): Interval {
    const onlyU = (countU as number) - both;
    const discordant = onlyU + (countV as number) - both;
    const s = clopperPearson(discordant, reports, alpha / 5);
    const r = clopperPearson(onlyU, discordant, 0.8 * alpha);
    const [low, high] = [2 * r.low - 1, 2 * r.high - 1];
    return { low: (low * (low < 0 ? s.high : s.low)) / slope, high: (high * (high < 0 ? s.low : s.high)) / slope };
  }
}

/** s: the fraction of votes that hold exactly one of the two. */
function oneOnly({ mechanism, reports }: Counts, countU: number, countV: number, joint: number | undefined): number {
  const either = (countU + countV) / reports;
  if (joint !== undefined) return either - (2 * joint) / reports;
  const { whenOne, whenNeither } = jointSupport(mechanism);
  const support = supportProbabilities(mechanism);
  const f = [countU, countV].reduce((sum, count) => sum + unitInterval(unbiasedShare(count, reports, support)), 0);
  return either - 2 * (whenNeither + unitInterval(f) * (whenOne - whenNeither));
}

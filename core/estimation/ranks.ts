import { upperTail } from '../binomial.ts';

/** Places that a value may truly have; 1 is the largest share. */
export interface RankInterval {
  readonly rankLow: number;
  readonly rankHigh: number;
}

/** Number of votes that hold both u and v. */
export type JointCount = (u: number, v: number) => number;

/**
 * P-value of "u's share is at most v's", for u with the larger count.
 *
 * **Law.** A report that supports exactly one of the two is discordant. P(u only) - P(v only) = P(u) - P(v) = (f_u -
 * f_v)(p - q), so under the hypothesis, given their number D, those with u are Bin(D, r) with r <= 1/2, and P(Bin(D,
 * 1/2) >= u only) is an exact p-value.
 *
 * **Without joint counts** D is only bounded by C_u + C_v when d > 1, and the p-value is valid but larger
 * (docs/mathematics.md, "Ranks").
 */
export const comparisonPValue = (countU: number, countV: number, joint = 0): number =>
  upperTail(countU - joint, countU + countV - 2 * joint, 0.5);

/**
 * Rank intervals that hold for all values at once with probability at least 1 - `level`: from 1 + the number of values
 * significantly above to m - the number significantly below (Mogstad et al. 2024), by Holm over all m (m - 1) one-sided
 * comparisons. Equal true shares share their places: each may have any of them.
 *
 * Holm is run as its equivalent fixed point: with r rejections, reject everything at level / (m (m-1) - r), until
 * nothing is added. The p-value without joint counts falls with C_u and rises with C_v, so one walk along the sorted
 * counts finds all rejections: O(m) tails a round instead of O(m^2).
 *
 * @param counts support counts of the m values that are ranked against each other
 * @param jointCount exact where d > 1; every pair is then looked at, most decided by bounds
 */
export const rankIntervals = (counts: readonly number[], level: number, jointCount?: JointCount): RankInterval[] =>
  compareAll(counts, level, jointCount).ranks;

/** What Holm's test over all pairs says. */
export interface AllComparisons {
  readonly ranks: RankInterval[];
  /** Number of pairs that differ. */
  readonly different: number;
  /** A pair differs exactly when its p-value is at most this. */
  readonly threshold: number;
}

/** As `rankIntervals`, with what decides about each pair (`isAbove`). */
export function compareAll(counts: readonly number[], level: number, jointCount?: JointCount): AllComparisons {
  const order = counts.map((_, i) => i).sort((a, b) => (counts[b] as number) - (counts[a] as number));
  const sorted = order.map((i) => counts[i] as number);
  // One value alone has nothing to be compared with.
  const comparisons = Math.max(counts.length * (counts.length - 1), 1);
  const below =
    jointCount === undefined ? walk : pairwise((i, j) => jointCount(order[i] as number, order[j] as number));
  let rejections = 0;
  for (;;) {
    const threshold = level / (comparisons - rejections);
    const found = below(sorted, threshold);
    if (found.rejections <= rejections) {
      const intervals: RankInterval[] = new Array(counts.length);
      order.forEach((index, i) => {
        intervals[index] = {
          rankLow: 1 + (found.above[i] as number),
          rankHigh: counts.length - (found.below[i] as number),
        };
      });
      return { ranks: intervals, different: found.rejections, threshold };
    }
    rejections = found.rejections;
  }
}

/** For each place of the sorted counts, how many places are significantly above and below it. */
interface Comparisons {
  readonly above: readonly number[];
  readonly below: readonly number[];
  readonly rejections: number;
}

function walk(sorted: readonly number[], alpha: number): Comparisons {
  const m = sorted.length;
  const above: number[] = new Array(m).fill(0);
  const below: number[] = new Array(m).fill(0);
  let rejections = 0;
  // Places significantly below i start at `first`, which only moves down as i does.
  let first = 0;
  const started: number[] = new Array(m + 1).fill(0);
  for (let i = 0; i < m; i++) {
    first = Math.max(first, i + 1);
    while (first < m && !(comparisonPValue(sorted[i] as number, sorted[first] as number) <= alpha)) first++;
    below[i] = m - first;
    rejections += m - first;
    started[first] = (started[first] as number) + 1;
  }
  let running = 0;
  for (let j = 0; j < m; j++) {
    running += started[j] as number;
    above[j] = running;
  }
  return { above, below, rejections };
}

const pairwise =
  (joint: JointCount) =>
  (sorted: readonly number[], alpha: number): Comparisons => {
    const above: number[] = sorted.map(() => 0);
    const below: number[] = sorted.map(() => 0);
    let rejections = 0;
    for (let i = 0; i < sorted.length; i++) {
      for (let j = i + 1; j < sorted.length; j++) {
        if (!isAbove(sorted[i] as number, sorted[j] as number, joint(i, j), alpha)) continue;
        below[i] = (below[i] as number) + 1;
        above[j] = (above[j] as number) + 1;
        rejections++;
      }
    }
    return { above, below, rejections };
  };

/**
 * Whether u's share is above v's: comparisonPValue <= alpha. Bounds decide where they suffice: with a = (u only) / D
 * and h = D KL(a || 1/2), the tail lies between e^-h / sqrt(8 D a (1 - a)) (Ash 1965) and e^-h (Chernoff).
 */
export function isAbove(countU: number, countV: number, joint: number, alpha: number): boolean {
  const onlyU = countU - joint;
  const onlyV = countV - joint;
  const discordant = onlyU + onlyV;
  if (onlyU <= onlyV) return false;
  if (onlyV > 0) {
    const h = onlyU * Math.log((2 * onlyU) / discordant) + onlyV * Math.log((2 * onlyV) / discordant) + Math.log(alpha);
    if (h > 1e-6) return true;
    if (h + 0.5 * Math.log((8 * onlyU * onlyV) / discordant) < -1e-6) return false;
  }
  return comparisonPValue(countU, countV, joint) <= alpha;
}

import { upperTail } from '../binomial.ts';
import { supportProbabilities } from '../privacy/subset-selection.ts';
import type { Share } from '../protocol/results.ts';
import { holm } from './holm.ts';
import { simultaneousIntervals } from './intervals.ts';
import { projectedShares } from './projection.ts';
import { type JointCount, rankIntervals } from './ranks.ts';
import { type Counts, checkCounts, poisoningLeverage, standardError, unbiasedShare } from './shares.ts';

export interface Estimates {
  /** One per value of the domain, in index order, "none" last. */
  readonly shares: Share[];
  /** Votes by which one crafted report can move one share. */
  readonly leverage: number;
}

/**
 * Everything a release says about its counts: raw unbiased shares, and three families of statements, each of which is
 * wrong anywhere with probability at most `level`:
 * - `significant`: somebody holds v. If nobody does, C_v ~ Bin(n, q) exactly. `pValue` is that tail for v alone;
 *   `significant` is after Holm over all k values. "None" is in the family, so that the level covers every line shown.
 *   Where "none" is found at all, Holm drops it first, and the candidates are tested at level / (k - 1).
 * - `low`, `high`: simultaneous over all k values.
 * - `rankLow`, `rankHigh`: simultaneous over the k - 1 candidates, ranked among themselves. "None" is no candidate: its
 *   range is 1 to k, which says nothing.
 *
 * `projected` is for display, and states nothing.
 *
 * @param input.reports n, the number of reports counted
 * @param input.counts k support counts, index order, "none" last
 * @param input.level family-wise error, such as .05 / planned releases
 * @param input.jointCounts exact ranks when d > 1; without it they are valid but a little wider
 * @throws {RangeError} on counts that no set of votes can produce, and on a level outside (0, 1)
 */
export function estimateShares(
  input: Counts & { readonly level: number; readonly jointCounts?: JointCount | undefined },
): Estimates {
  checkCounts(input);
  const { mechanism, reports, counts, level, jointCounts } = input;
  if (!(level > 0 && level < 1)) throw new RangeError('level: expected a number between 0 and 1, such as 0.05');
  const support = supportProbabilities(mechanism);
  const pValues = counts.map((count) => upperTail(count, reports, support.q));
  const significant = holm(pValues, level);
  const intervals = simultaneousIntervals(counts, reports, support, level);
  const ranks = rankIntervals(counts.slice(0, -1), level, mechanism.subsetSize > 1 ? jointCounts : undefined);
  const raw = counts.map((count) => unbiasedShare(count, reports, support));
  const projected = projectedShares(raw);
  const shares = counts.map((count, index): Share => {
    const share = raw[index] as number;
    return {
      index,
      support: count,
      share,
      standardError: standardError(share, reports, support),
      ...(intervals[index] as { low: number; high: number }),
      pValue: pValues[index] as number,
      significant: significant[index] as boolean,
      ...(ranks[index] ?? { rankLow: 1, rankHigh: counts.length }),
      projected: projected[index] as number,
    };
  });
  return { shares, leverage: poisoningLeverage(support) };
}

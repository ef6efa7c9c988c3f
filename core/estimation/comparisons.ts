import { type ShareDifference, shareDifference } from './differences.ts';
import type { Prevalence } from './prevalence.ts';
import { compareAll, isAbove, type JointCount } from './ranks.ts';
import type { Counts } from './shares.ts';

/** Which texts of a release can be told apart, and by how much. */
export interface Comparisons {
  /** Indices of the texts that are compared, the largest estimated share first. */
  readonly order: readonly number[];
  /** Number of pairs of them, and of those that can be told apart. */
  readonly pairs: number;
  readonly different: number;
  /** How many others u's share is said to be above. */
  apartBelow(u: number): number;
  /** Whether u's share is said to be above v's. */
  isAbove(u: number, v: number): boolean;
  /** f_u - f_v with an interval that holds for all pairs at once. */
  difference(u: number, v: number): Omit<ShareDifference, 'pValue'>;
}

const pairsOf = (values: number): number => (values * (values - 1)) / 2;

/**
 * All pairs of candidates; "none" is no candidate. Which pairs differ is what the ranks say (Holm over all one-sided
 * comparisons, wrong anywhere with probability at most `level`). The intervals of all pairs hold at once with
 * probability at least 1 - `level` (Bonferroni over the pairs), whichever of them are looked at.
 *
 * @param input counts of all values, "none" last
 */
export function compareCandidates(
  input: Counts & { readonly level: number; readonly jointCounts?: JointCount | undefined },
): Comparisons {
  const { counts, level, mechanism } = input;
  const jointCounts = mechanism.subsetSize > 1 ? input.jointCounts : undefined;
  const candidates = counts.slice(0, -1);
  const { threshold, different, ranks } = compareAll(candidates, level, jointCounts);
  const countOf = (v: number): number => candidates[v] ?? 0;
  const pairs = pairsOf(candidates.length);
  return {
    order: candidates.map((_, v) => v).sort((a, b) => countOf(b) - countOf(a)),
    ...{ pairs, different },
    apartBelow: (u) => candidates.length - (ranks[u]?.rankHigh ?? candidates.length),
    isAbove: (u, v) => isAbove(countOf(u), countOf(v), jointCounts?.(u, v) ?? 0, threshold),
    difference(u, v) {
      const { pValue: _pValue, ...difference } = shareDifference(input, u, v, level / pairs, jointCounts?.(u, v));
      return difference;
    },
  };
}

/**
 * All pairs of fragments of a prevalence poll that are estimated. Whenever all their intervals hold, so do all
 * differences of them: no further error is spent, and two fragments differ when their intervals lie apart.
 */
export function comparePrevalences(prevalences: readonly Prevalence[]): Comparisons {
  const estimated = prevalences.flatMap((each) => (each.kind === 'estimated' ? [each] : []));
  const byIndex = new Map(estimated.map((each) => [each.index, each]));
  const find = (index: number) => {
    const found = byIndex.get(index);
    if (!found) throw new RangeError(`${index}: expected a fragment that is estimated`);
    return found;
  };
  return {
    order: estimated.toSorted((a, b) => b.share - a.share).map(({ index }) => index),
    pairs: pairsOf(estimated.length),
    different: estimated.reduce((sum, { rankHigh }) => sum + estimated.length - rankHigh, 0),
    apartBelow: (u) => estimated.length - find(u).rankHigh,
    isAbove: (u, v) => find(u).low > find(v).high,
    difference(u, v) {
      const [a, b] = [find(u), find(v)];
      return {
        difference: a.share - b.share,
        standardError: Math.hypot(a.standardError, b.standardError),
        low: a.low - b.high,
        high: a.high - b.low,
      };
    },
  };
}

import { upperTail } from '../binomial.ts';
import { type SubsetSelection, supportProbabilities } from '../privacy/subset-selection.ts';
import { holm } from './holm.ts';
import { shareInterval } from './intervals.ts';
import { standardError, unbiasedShare } from './shares.ts';

/**
 * Prevalence poll: each device draws one of the fragments uniformly and answers yes or no by binary randomised response
 * (the mechanism with k = 2) at full epsilon. What share of volunteers has typed each fragment; the shares need not add
 * up to 1.
 */
export interface PrevalenceCounts {
  /** Domain {no, yes}: k = 2, d = 1. */
  readonly mechanism: SubsetSelection;
  /** n_v: the reports that drew each fragment. */
  readonly asked: readonly number[];
  /** Those of them that say yes. */
  readonly yes: readonly number[];
}

export type Prevalence =
  | { readonly kind: 'too-few'; readonly index: number; readonly reports: number }
  | {
      readonly kind: 'estimated';
      readonly index: number;
      readonly reports: number;
      readonly share: number;
      readonly standardError: number;
      readonly low: number;
      readonly high: number;
      readonly pValue: number;
      readonly significant: boolean;
      /** Every place that the fragment may have among those that are estimated, by the intervals alone. */
      readonly rankLow: number;
      readonly rankHigh: number;
      /** For display alone: the share moved into 0..1. Shares of a poll need not add up to 1. */
      readonly projected: number;
    };

/** Below so many reports of a fragment, even an exact interval says almost nothing. */
export const fewestAsked = 20;

/**
 * Estimates for every fragment that at least `minimumReports` drew.
 *
 * **Law.** Given n_v, and because the fragment is drawn without a look at the answer, the yes-reports are Bin(n_v, q +
 * f (p - q)): estimate, exact test and exact interval are those of one share with n = n_v. The family is the fragments
 * with enough reports; which those are depends on the n_v alone, so the level holds. `significant` is after Holm,
 * intervals are simultaneous, both at `level`. Where all intervals hold, a fragment whose interval lies above another
 * one has the larger share, so the ranks hold with them.
 *
 * @param minimumReports fewest reports of a fragment that may be estimated, from 1
 * @throws {RangeError} on another mechanism or impossible counts
 */
export function estimatePrevalence(
  { mechanism, asked, yes }: PrevalenceCounts,
  level: number,
  minimumReports: number,
): Prevalence[] {
  if (mechanism.domainSize !== 2) throw new RangeError('mechanism: expected binary randomised response (k = 2)');
  if (!(level > 0 && level < 1)) throw new RangeError('level: expected a number between 0 and 1, such as 0.05');
  if (!(minimumReports >= 1)) throw new RangeError('minimumReports: expected a number from 1');
  if (asked.length !== yes.length) throw new RangeError('yes: expected one number for each fragment, as in asked');
  asked.forEach((n, v) => {
    const count = yes[v] as number;
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`asked[${v}]: expected a whole number from 0`);
    if (!Number.isInteger(count) || count < 0 || count > n) throw new RangeError(`yes[${v}]: expected 0 to ${n}`);
  });
  const support = supportProbabilities(mechanism);
  const tested = asked.flatMap((n, index) => (n >= minimumReports ? [{ n, index, count: yes[index] as number }] : []));
  const pValues = tested.map(({ n, count }) => upperTail(count, n, support.q));
  const significant = holm(pValues, level);
  const intervals = tested.map(({ n, count }) => shareInterval(count, n, support, level / tested.length));
  const estimated = new Map(
    tested.map(({ n, index, count }, i): [number, Prevalence] => {
      const share = unbiasedShare(count, n, support);
      const interval = intervals[i] as { low: number; high: number };
      return [
        index,
        {
          kind: 'estimated',
          index,
          reports: n,
          share,
          standardError: standardError(share, n, support),
          ...interval,
          pValue: pValues[i] as number,
          significant: significant[i] as boolean,
          rankLow: 1 + intervals.filter(({ low }) => low > interval.high).length,
          rankHigh: tested.length - intervals.filter(({ high }) => high < interval.low).length,
          projected: Math.min(Math.max(share, 0), 1),
        },
      ];
    }),
  );
  return asked.map((reports, index) => estimated.get(index) ?? { kind: 'too-few', index, reports });
}

/**
 * n Var of a prevalence of share f when n reports are spread over `fragments`: fragments x (E / (E-1)^2 + f (1-f)),
 * with E = W / M. The second term is the sampling of who was asked; without it intervals are 2.4 times too narrow at 20
 * fragments, epsilon 4, f = .1.
 */
export function prevalenceVariance(fragments: number, mechanism: SubsetSelection, share: number): number {
  const e = mechanism.weightTrue / mechanism.weightOther;
  return fragments * (e / (e - 1) ** 2 + share * (1 - share));
}

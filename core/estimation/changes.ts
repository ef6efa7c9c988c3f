import { holm } from './holm.ts';
import { hypergeometricTails } from './hypergeometric.ts';
import { type Interval, shareInterval } from './intervals.ts';
import { type Support, standardError, unbiasedShare } from './shares.ts';

/** Reports of one group of volunteers, and how many of them support one value. */
export interface Sample {
  readonly reports: number;
  readonly count: number;
}

/** One value in two groups. */
export interface ChangingValue {
  readonly index: number;
  readonly before: Sample;
  readonly since: Sample;
}

/** How far the share of a value differs between two groups of volunteers. */
export interface Change extends Interval {
  readonly index: number;
  /** Unbiased shares in each group. */
  readonly before: number;
  readonly since: number;
  /** since - before */
  readonly difference: number;
  readonly standardError: number;
  /** Two-sided, of "both shares are equal", for this line alone. */
  readonly pValue: number;
  /** After Holm over all lines. */
  readonly significant: boolean;
}

/**
 * What differs between the volunteers of one release and those who came after it.
 *
 * **Law.** A release counts all reports so far, so the next one holds every report of it, and the two published
 * estimates share most of their chance. The reports in between are other volunteers: each group's count is a binomial
 * of its own, with t = q + f (p - q), and when a release happens depends on the number of reports alone.
 *
 * **Test**, exact: if both shares are equal, the total of the two counts falls on the groups by the hypergeometric law,
 * whatever the share is (Fisher 1935). **Interval**, exact: the Clopper-Pearson limits of both groups, each at half of
 * the error, are subtracted. It is wider than the test is sharp.
 *
 * @param level family-wise error of the tests, and of the intervals
 */
export function changesBetween(values: readonly ChangingValue[], support: Support, level: number): Change[] {
  const pValues = values.map(({ before, since }) => {
    const total = before.count + since.count;
    const { upper, lower } = hypergeometricTails(since.count, total, since.reports, before.reports);
    return Math.min(1, 2 * Math.min(upper, lower));
  });
  const significant = holm(pValues, level);
  const alpha = level / values.length / 2;
  return values.map(({ index, before, since }, i) => {
    const [was, is] = [before, since].map(({ count, reports }) => ({
      share: unbiasedShare(count, reports, support),
      error: standardError(unbiasedShare(count, reports, support), reports, support),
      ...shareInterval(count, reports, support, alpha),
    })) as [Line, Line];
    return {
      index,
      before: was.share,
      since: is.share,
      difference: is.share - was.share,
      standardError: Math.hypot(was.error, is.error),
      low: is.low - was.high,
      high: is.high - was.low,
      pValue: pValues[i] as number,
      significant: significant[i] as boolean,
    };
  });
}

interface Line extends Interval {
  readonly share: number;
  readonly error: number;
}

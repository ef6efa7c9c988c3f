import { projectedShares } from '../../core/estimation/projection.ts';
import type { RoundResults } from '../../core/protocol/results.ts';

/** Which texts of a release a dataset is made from, and how often each is in it. */
export const weightings = ['significant', 'projected'] as const;
export type Weighting = (typeof weightings)[number];

/** One line of a dataset, with where it comes from. */
export interface DatasetLine {
  readonly text: string;
  /** Number of the text in its round, from 0. */
  readonly id: number;
  readonly round: string;
  /** Unbiased estimate of the share of volunteers, and its standard error. */
  readonly share: number;
  readonly standard_error: number;
  /** Share of the dataset that this text was given, before rounding to whole lines. */
  readonly weight: number;
}

/**
 * `count` lines, of which each text has its part: `significant` takes the texts that can be told from zero, in
 * proportion to their shares; `projected` takes all texts, by their shares moved to the nearest ones that could be, of
 * which none is negative. Shares of a prevalence poll need not add up to 1: there `projected` takes those that are not
 * negative as they are, and texts without an estimate are left out. "None" is in no dataset. Lines are in the order of
 * the texts; whole numbers by largest remainder, so that nothing here is random.
 *
 * @throws {RangeError} when nothing is released, or no text has a positive weight
 */
export function datasetLines(
  { round, texts, outcome }: RoundResults,
  count: number,
  weighting: Weighting,
): DatasetLine[] {
  if (outcome.state !== 'released') throw new RangeError('nothing is released of this round');
  const { shares, none } = outcome;
  const projected = none
    ? projectedShares([...shares, none].map(({ share }) => share))
    : shares.map(({ share }) => Math.max(share, 0));
  const raw = shares.map(({ share, significant }, i) =>
    weighting === 'significant' ? (significant ? Math.max(share, 0) : 0) : (projected[i] ?? 0),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw new RangeError('no text of this round can be told from zero, so that there is nothing to take');
  const weights = raw.map((weight) => weight / sum);
  return wholeNumbers(weights, count).flatMap((times, i) => {
    const share = shares[i];
    if (!share) return [];
    const line: DatasetLine = {
      text: texts[share.index] ?? '',
      id: share.index,
      round,
      share: share.share,
      standard_error: share.standardError,
      weight: weights[i] ?? 0,
    };
    return Array<DatasetLine>(times).fill(line);
  });
}

/** Whole numbers in proportion to `weights` (sum 1) that add up to `count`, by largest remainder. */
function wholeNumbers(weights: readonly number[], count: number): number[] {
  const numbers = weights.map((weight) => Math.floor(weight * count));
  const missing = count - numbers.reduce((sum, number) => sum + number, 0);
  const order = weights
    .map((_, i) => i)
    .sort((a, b) => remainder(weights[b], count) - remainder(weights[a], count) || a - b);
  for (const i of order.slice(0, missing)) numbers[i] = (numbers[i] ?? 0) + 1;
  return numbers;
}

const remainder = (weight = 0, count: number): number => weight * count - Math.floor(weight * count);

import type { SubsetSelection, supportProbabilities } from '../privacy/subset-selection.ts';

/** p and q of a mechanism: how often a vote supports the true answer, and how often any other value. */
export type Support = ReturnType<typeof supportProbabilities>;

/** Support counts of `reports` votes: entry v is the number of votes that hold v, "none" last. */
export interface Counts {
  readonly mechanism: SubsetSelection;
  readonly reports: number;
  readonly counts: readonly number[];
}

/**
 * Refuses what no set of votes can have produced, so that a lost or doubled report never becomes an estimate.
 *
 * @throws {RangeError} unless there is at least one report and k whole counts of 0 to `reports` that add up to reports
 * x d
 */
export function checkCounts({ mechanism, reports, counts }: Counts): void {
  const { domainSize, subsetSize } = mechanism;
  if (!Number.isSafeInteger(reports) || reports < 1) throw new RangeError('reports: expected a whole number from 1');
  if (counts.length !== domainSize)
    throw new RangeError(`counts: expected ${domainSize} numbers, got ${counts.length}`);
  const wrong = counts.findIndex((count) => !Number.isInteger(count) || count < 0 || count > reports);
  if (wrong >= 0) throw new RangeError(`counts[${wrong}]: expected a whole number from 0 to ${reports} (the reports)`);
  const sum = counts.reduce((a, b) => a + b, 0);
  if (sum !== reports * subsetSize) {
    throw new RangeError(
      `counts: expected a sum of ${reports * subsetSize} (every report supports ${subsetSize} values), got ${sum}`,
    );
  }
}

/**
 * Unbiased share f^ = (C/n - q) / (p - q): a vote supports v with probability q + f (p - q), whoever else answers what.
 * May leave 0..1; it is not clipped, because clipping biases.
 */
export const unbiasedShare = (count: number, reports: number, { p, q }: Support): number =>
  (count / reports - q) / (p - q);

/**
 * n Var(f^) when the answers are fixed and only the mechanism is random: q (1-q) / (p-q)^2 + f (1-p-q) / (p-q).
 *
 * Proof: of n reports n f support v with probability p, the others with q, independently, so n Var(C/n) = f p (1-p) +
 * (1-f) q (1-q), and p (1-p) - q (1-q) = (p - q)(1 - p - q).
 */
export const fixedDataVariance = (share: number, { p, q }: Support): number =>
  (q * (1 - q)) / (p - q) ** 2 + (share * (1 - p - q)) / (p - q);

/**
 * Standard deviation of f^ when the volunteers are a sample, which adds f (1 - f) to n Var.
 *
 * @param share f; estimates outside 0..1 count as 0 or 1, so that a small count never looks more certain than it is
 */
export function standardError(share: number, reports: number, support: Support): number {
  const f = Math.min(Math.max(share, 0), 1);
  return Math.sqrt((fixedDataVariance(f, support) + f * (1 - f)) / reports);
}

/**
 * Poisoning leverage: the votes by which one crafted report that supports v moves n f^_v beyond an honest report that
 * does not hold v; (1 - q) / (p - q). A crafted report can do no more, since every stored vote has exactly d distinct
 * ids.
 */
export const poisoningLeverage = ({ p, q }: Support): number => (1 - q) / (p - q);

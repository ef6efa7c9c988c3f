import { expect, test } from 'vitest';
import { logMass } from '../../../../core/binomial.ts';
import { projectedShares } from '../../../../core/estimation/projection.ts';
import {
  checkCounts,
  fixedDataVariance,
  poisoningLeverage,
  standardError,
  unbiasedShare,
} from '../../../../core/estimation/shares.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

const mechanism = subsetSelection(101, 4);
const support = supportProbabilities(mechanism);

/** Exact expectation of a function of C ~ Bin(n, t). */
function expectation(n: number, t: number, of: (count: number) => number): number {
  let sum = 0;
  for (let count = 0; count <= n; count++) sum += Math.exp(logMass(count, n, t)) * of(count);
  return sum;
}
const isUnbiased = (estimator: (count: number, reports: number) => number): boolean =>
  [0, 0.001, 0.05, 0.4, 1].every(
    (f) =>
      Math.abs(expectation(200, support.q + f * (support.p - support.q), (count) => estimator(count, 200)) - f) < 1e-11,
  );

test('the estimate is unbiased for every share, exactly; clipping and renormalising is not', () => {
  expect(isUnbiased((count, reports) => unbiasedShare(count, reports, support))).toBe(true);
  // What a published aggregator does, which leaves nothing an unbiased estimate could be had from.
  expect(isUnbiased((count, reports) => Math.max(unbiasedShare(count, reports, support), 0))).toBe(false);
  expect(isUnbiased((count, reports) => Math.min(1, Math.max(0, unbiasedShare(count, reports, support)) / 1.1))).toBe(
    false,
  );
});

test('the standard error is that of a sample of volunteers, and never below that of no share', () => {
  for (const f of [0, 0.05, 0.4, 1]) {
    const t = support.q + f * (support.p - support.q);
    const mean = expectation(300, t, (count) => unbiasedShare(count, 300, support));
    const variance = expectation(300, t, (count) => (unbiasedShare(count, 300, support) - mean) ** 2);
    expect(standardError(f, 300, support)).toBeCloseTo(Math.sqrt(variance), 10);
  }
  expect(standardError(-0.02, 300, support)).toBe(standardError(0, 300, support));
  expect(standardError(1.2, 300, support)).toBe(standardError(1, 300, support));
});

test('with fixed answers the variance is the one of n f supporters and n (1 - f) others', () => {
  const { p, q } = support;
  for (const f of [0, 0.3, 1]) {
    const direct = (f * p * (1 - p) + (1 - f) * q * (1 - q)) / (p - q) ** 2;
    expect(fixedDataVariance(f, support)).toBeCloseTo(direct, 12);
  }
});

test('leverage is what one crafted report adds', () => {
  const n = 1000;
  const honest = unbiasedShare(100, n, support);
  const crafted = unbiasedShare(101, n, support);
  // One more report that supports v, against one with the support that an average report without v has.
  expect(poisoningLeverage(support)).toBeCloseTo((crafted - honest) * n * (1 - support.q), 9);
});

test.each([
  ['no reports', { reports: 0 }, 'reports: expected'],
  ['half a report', { reports: 1.5 }, 'reports: expected'],
  ['too few counts', { counts: [50, 50] }, 'counts: expected 3 numbers'],
  ['a negative count', { counts: [-1, 60, 41] }, 'counts[0]'],
  ['a broken count', { counts: [0.5, 60, 39.5] }, 'counts[0]'],
  ['a count that is no number', { counts: [50, Number.NaN, 50] }, 'counts[1]'],
  ['a count above the reports', { counts: [0, 0, 101] }, 'counts[2]'],
  ['a lost report', { counts: [10, 49, 40] }, 'sum'],
])('refuses counts with %s', (_what, change, words) => {
  const valid = { mechanism: subsetSelection(3, 4), reports: 100, counts: [10, 50, 40] };
  expect(() => checkCounts(valid)).not.toThrow();
  expect(() => checkCounts({ ...valid, ...change })).toThrow(words);
});

test('votes of two ids support twice as many values as there are reports', () => {
  const valid = { mechanism: subsetSelection(6, 0.5), reports: 50, counts: [50, 10, 10, 10, 10, 10] };
  expect(valid.mechanism.subsetSize).toBe(2);
  expect(() => checkCounts(valid)).not.toThrow();
  expect(() => checkCounts({ ...valid, reports: 51 })).toThrow('a sum of 102');
});

test('projection does not depend on the order in which the values stand', () => {
  const raw = [-0.1, 0.15, 0.2, 0.45, 0.3];
  const shown = projectedShares(raw);
  expect(projectedShares(raw.toReversed())).toEqual(shown.toReversed());
  expect(shown.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
});

test('projection gives the nearest point of the simplex and keeps the order', () => {
  expect(projectedShares([0.2, 0.3, 0.5])).toEqual([0.2, 0.3, 0.5]);
  expect(projectedShares([1.4, -0.3, -0.1])).toEqual([1, 0, 0]);
  const raw = [0.5, 0.45, -0.2, 0.1, 0.15];
  const shown = projectedShares(raw);
  expect(shown.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(Math.min(...shown)).toBe(0);
  // Nearest (Karush-Kuhn-Tucker): one amount off all that stay, and at least that much missing from all that are cut.
  const amounts = raw.flatMap((share, i) => ((shown[i] as number) > 0 ? [share - (shown[i] as number)] : []));
  expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThan(1e-12);
  for (const [i, share] of raw.entries()) if (shown[i] === 0) expect(share).toBeLessThanOrEqual(amounts[0] ?? 0);
});

import { expect, test } from 'vitest';
import { logMass } from '../../../../core/binomial.ts';
import { shareInterval, simultaneousIntervals } from '../../../../core/estimation/intervals.ts';
import { unbiasedShare } from '../../../../core/estimation/shares.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

test('misses every true share with at most the stated probability, by exact enumeration', () => {
  for (const [k, epsilon, n] of [
    [21, 8, 300],
    [21, 4, 300],
    [101, 1, 200],
    [1001, 4, 1000],
  ] as const) {
    const support = supportProbabilities(subsetSelection(k, epsilon));
    for (const alpha of [0.05, 0.05 / k]) {
      const intervals = Array.from({ length: n + 1 }, (_, count) => shareInterval(count, n, support, alpha));
      for (const f of [0, 0.002, 0.05, 0.31, 1]) {
        const t = support.q + f * (support.p - support.q);
        let missed = 0;
        for (const [count, { low, high }] of intervals.entries()) {
          // The limits hold f up to rounding of their last digits.
          if (f < low - 1e-9 || f > high + 1e-9) missed += Math.exp(logMass(count, n, t));
        }
        expect(missed).toBeLessThanOrEqual(alpha);
      }
    }
  }
});

test('always holds the raw share, even outside 0..1', () => {
  const support = supportProbabilities(subsetSelection(101, 1));
  for (let count = 0; count <= 200; count++) {
    const share = unbiasedShare(count, 200, support);
    const { low, high } = shareInterval(count, 200, support, 0.05);
    expect(low).toBeLessThanOrEqual(share);
    expect(high).toBeGreaterThanOrEqual(share);
  }
});

test('a count of none and a full count reach to the last share that is possible', () => {
  const support = supportProbabilities(subsetSelection(5, 2));
  const { p, q } = support;
  expect(shareInterval(0, 70, support, 0.05).low).toBeCloseTo(-q / (p - q), 12);
  expect(shareInterval(70, 70, support, 0.05).high).toBeCloseTo((1 - q) / (p - q), 12);
});

test('simultaneous intervals split the error over all counts', () => {
  const support = supportProbabilities(subsetSelection(3, 4));
  const counts = [10, 50, 10];
  expect(simultaneousIntervals(counts, 70, support, 0.06)).toEqual(
    counts.map((count) => shareInterval(count, 70, support, 0.02)),
  );
});

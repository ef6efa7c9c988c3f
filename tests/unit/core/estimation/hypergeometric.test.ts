import { expect, test } from 'vitest';
import { hypergeometricTails } from '../../../../core/estimation/hypergeometric.ts';

/** n over k, exact. */
function choose(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 1n; i <= BigInt(k); i++) value = (value * (BigInt(n) - BigInt(k) + i)) / i;
  return k < 0 || k > n ? 0n : value;
}
const ratio = (over: bigint, under: bigint): number => Number((over * 10n ** 30n) / under) / 1e30;

test.each([
  [10, 15, 8],
  [40, 25, 30],
  [7, 90, 60],
  [300, 200, 120],
])('both tails are those of exact fractions: groups of %i and %i, a total of %i', (first, second, total) => {
  const all = choose(first + second, total);
  const ways = (x: number) => choose(first, x) * choose(second, total - x);
  for (let count = Math.max(0, total - second); count <= Math.min(first, total); count++) {
    let [above, below] = [0n, 0n];
    for (let x = 0; x <= total; x++) {
      if (x >= count) above += ways(x);
      if (x <= count) below += ways(x);
    }
    const { upper, lower } = hypergeometricTails(count, total, first, second);
    expect(Math.abs(upper - ratio(above, all))).toBeLessThan(1e-12);
    expect(Math.abs(lower - ratio(below, all))).toBeLessThan(1e-12);
    const [smaller, exact] = above < below ? [upper, ratio(above, all)] : [lower, ratio(below, all)];
    if (exact > 1e-15) expect(smaller / exact).toBeCloseTo(1, 9);
  }
});

test('what chance cannot share out in two ways tells nothing', () => {
  expect(hypergeometricTails(0, 0, 10, 20)).toEqual({ upper: 1, lower: 1 });
  expect(hypergeometricTails(10, 30, 10, 20)).toEqual({ upper: 1, lower: 1 });
});

test('large groups keep their far tails', () => {
  const { upper, lower } = hypergeometricTails(5_600, 10_000, 500_000, 500_000);
  // About 12 standard deviations: the normal law says 3e-34 for 600.5 of 49.7.
  expect(upper).toBeGreaterThan(1e-35);
  expect(upper).toBeLessThan(1e-32);
  expect(lower).toBe(1);
  expect(hypergeometricTails(10_000, 10_000, 500_000, 500_000).upper).toBe(0);
});

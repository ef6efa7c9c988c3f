import { expect, test } from 'vitest';
import { chiSquareTail } from '../../../audit/chi-square.ts';
import { binomialCoefficient, subsetNumber } from '../../../audit/counted-votes.ts';

test.each([
  // One, two and four degrees of freedom have closed forms: erfc, exp(-x/2), exp(-x/2)(1 + x/2).
  [3.841458820694124, 1, 0.05],
  [40, 1, 2.5396285894708634e-10],
  [2, 2, Math.exp(-1)],
  [100, 2, Math.exp(-50)],
  [10, 4, 6 * Math.exp(-5)],
])('chi-square tail of %f with %i degrees of freedom', (statistic, degrees, tail) => {
  expect(chiSquareTail(statistic, degrees) / tail).toBeCloseTo(1, 9);
});

test('with many degrees of freedom the tail is nearly normal', () => {
  // Wilson–Hilferty: (X/df)^(1/3) is normal with mean 1 - 2/(9 df) and variance 2/(9 df); here 3 deviations above.
  const df = 5000;
  const spread = Math.sqrt(2 / (9 * df));
  expect(chiSquareTail(df * (1 - spread ** 2 + 3 * spread) ** 3, df)).toBeCloseTo(0.00135, 5);
  expect(chiSquareTail(df * (1 - spread ** 2 - 3 * spread) ** 3, df)).toBeCloseTo(1 - 0.00135, 5);
});

test('subsets are numbered without gaps', () => {
  const numbers = [];
  for (let c = 2; c < 7; c++)
    for (let b = 1; b < c; b++) for (let a = 0; a < b; a++) numbers.push(subsetNumber([a, b, c]));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: binomialCoefficient(7, 3) }, (_, i) => i));
});

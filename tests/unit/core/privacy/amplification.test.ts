import { describe, expect, test } from 'vitest';
import { centralEpsilon, strongCloneEpsilon, variationRatioEpsilon } from '../../../../core/privacy/amplification.ts';
import { blanketCases, variationRatioCases } from '../../../../core/privacy/shuffle-cases.ts';
import { deltaOf } from '../../../../core/privacy/shuffle-divergence.ts';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { shuffledDelta, worstDelta } from './shuffled-rounds.ts';

const shapes = [
  { domainSize: 3, subsetSize: 1, epsilon: 1, reports: 5 },
  { domainSize: 4, subsetSize: 1, epsilon: 4, reports: 4 },
  { domainSize: 5, subsetSize: 1, epsilon: 2, reports: 4 },
  { domainSize: 4, subsetSize: 2, epsilon: 0.5, reports: 4 },
  { domainSize: 5, subsetSize: 2, epsilon: 1, reports: 3 },
];

describe.each(shapes)(
  'k = $domainSize, d = $subsetSize, epsilon $epsilon, $reports reports',
  ({ epsilon, reports, ...kd }) => {
    const shape = { ...kd, ratio: Math.exp(epsilon) };
    const levels = [0.1, 0.3, 0.5, 0.8].map((part) => part * epsilon);

    test('the blanket and the strong clone are above delta of the worst data, by complete enumeration', () => {
      const blanket = blanketCases(shape, reports, 1e-18);
      const clone = variationRatioCases({ ...shape, domainSize: 2, subsetSize: 1 }, reports, 1e-18);
      for (const level of levels) {
        const worst = worstDelta(shape, reports, level);
        expect(worst).toBeGreaterThan(0);
        expect(deltaOf(blanket, level)).toBeGreaterThanOrEqual(worst * (1 - 1e-12));
        expect(deltaOf(clone, level)).toBeGreaterThanOrEqual(worst * (1 - 1e-12));
      }
    });
  },
);

test('for k = 3 and others who all hold the third value, the variation ratio is exact', () => {
  const shape = { domainSize: 3, subsetSize: 1, ratio: Math.exp(1) };
  for (const level of [0.1, 0.3, 0.5, 0.8]) {
    const exact = shuffledDelta(shape, [2, 2, 2, 2], level);
    expect(deltaOf(variationRatioCases(shape, 5, 1e-18), level) / exact).toBeCloseTo(1, 7);
  }
});

test('the variation ratio is no bound: other data reveal more', () => {
  const shape = { domainSize: 3, subsetSize: 1, ratio: Math.exp(1) };
  expect(shuffledDelta(shape, [0, 0, 0], 0.8)).toBeGreaterThan(2 * deltaOf(variationRatioCases(shape, 4, 1e-18), 0.8));
});

test('a larger counterexample: 3-RR at epsilon 6, 1000 reports of which 999 hold x0', () => {
  // From the exact law of the counts of x1 and x2: a lower bound of epsilon at delta = 1e-6.
  const exactLower = 5.99985948;
  const mechanism = subsetSelection(3, 6);
  expect(variationRatioEpsilon(mechanism, 1000, 1e-6)).toBeLessThan(5.78);
  expect(centralEpsilon(mechanism, 1000, 1e-6).epsilon).toBeGreaterThanOrEqual(exactLower);
  expect(centralEpsilon(mechanism, 1000, 1e-6).epsilon).toBeLessThan(exactLower + 1e-5);
});

test.each([
  [300, 21, 4],
  [10_000, 101, 4],
  [10_000, 1000, 4],
  [1_000_000, 100, 1],
])('%i reports, k = %i, epsilon %f: between the published figure and the generic bound', (reports, k, epsilon) => {
  const mechanism = subsetSelection(k, epsilon);
  const { epsilon: central, method } = centralEpsilon(mechanism, reports, 1e-6);
  expect(method).toBe('privacy-blanket');
  expect(central).toBeGreaterThan(variationRatioEpsilon(mechanism, reports, 1e-6));
  expect(central).toBeLessThan(1.05 * variationRatioEpsilon(mechanism, reports, 1e-6));
  expect(central).toBeLessThan(strongCloneEpsilon(Math.exp(epsilon), reports, 1e-6));
});

test('one report is not amplified', () => {
  const { epsilon } = centralEpsilon(subsetSelection(21, 4), 1, 1e-6);
  expect(epsilon).toBeGreaterThan(3.999);
  expect(epsilon).toBeLessThanOrEqual(4);
});

test('more reports and a larger delta never reveal more', () => {
  const mechanism = subsetSelection(21, 4);
  const byReports = [1, 10, 100, 200, 1000, 30_000].map((n) => centralEpsilon(mechanism, n, 1e-6).epsilon);
  expect(byReports).toEqual(byReports.toSorted((a, b) => b - a));
  const byDelta = [1e-12, 1e-9, 1e-6, 1e-3, 0.5].map((delta) => centralEpsilon(mechanism, 1000, delta).epsilon);
  expect(byDelta).toEqual(byDelta.toSorted((a, b) => b - a));
  expect(byDelta.at(-1)).toBe(0);
});

test('two values: the strong clone', () => {
  expect(centralEpsilon(subsetSelection(2, 1), 1000, 1e-6).method).toBe('strong-clone');
});

test.each([
  [0, 1e-6],
  [1.5, 1e-6],
  [1000, 0],
  [1000, 1],
  [1000, Number.NaN],
])('%f reports with delta %f are refused', (reports, delta) => {
  expect(() => centralEpsilon(subsetSelection(21, 4), reports, delta)).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { comparisonPValue, rankIntervals } from '../../../../core/estimation/ranks.ts';

test('d = 1: given C_u + C_v, the larger count is tested against a fair coin', () => {
  expect(comparisonPValue(5, 0)).toBeCloseTo(1 / 32, 14);
  expect(comparisonPValue(3, 1)).toBeCloseTo(5 / 16, 14);
  expect(comparisonPValue(4, 4)).toBeGreaterThan(0.5);
  expect(comparisonPValue(0, 0)).toBe(1);
});

test('d > 1: only votes that hold exactly one of the two count', () => {
  expect(comparisonPValue(10, 5, 5)).toBeCloseTo(1 / 32, 14);
  expect(comparisonPValue(10, 5)).toBeGreaterThan(0.1);
});

test('a p-value that just reaches its level decides, with and without joint counts', () => {
  // Two comparisons share the level.
  const level = 2 * comparisonPValue(5, 0);
  const apart = [
    { rankLow: 1, rankHigh: 1 },
    { rankLow: 2, rankHigh: 2 },
  ];
  const together = Array(2).fill({ rankLow: 1, rankHigh: 2 });
  for (const joint of [undefined, () => 0]) {
    expect(rankIntervals([5, 0], level, joint)).toEqual(apart);
    expect(rankIntervals([5, 0], level * (1 + 1e-9), joint)).toEqual(apart);
    expect(rankIntervals([5, 0], level * (1 - 1e-9), joint)).toEqual(together);
  }
});

test('clear counts give clear places, equal counts share theirs', () => {
  expect(rankIntervals([500, 20, 200, 22], 0.05)).toEqual([
    { rankLow: 1, rankHigh: 1 },
    { rankLow: 3, rankHigh: 4 },
    { rankLow: 2, rankHigh: 2 },
    { rankLow: 3, rankHigh: 4 },
  ]);
  expect(rankIntervals([3, 3, 3], 0.05)).toEqual(new Array(3).fill({ rankLow: 1, rankHigh: 3 }));
  expect(rankIntervals([7], 0.05)).toEqual([{ rankLow: 1, rankHigh: 1 }]);
  expect(rankIntervals([], 0.05)).toEqual([]);
});

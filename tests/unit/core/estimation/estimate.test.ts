import { expect, test } from 'vitest';
import { upperTail } from '../../../../core/binomial.ts';
import { estimateShares } from '../../../../core/estimation/estimate.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { shareSchema } from '../../../../core/protocol/results.ts';

const mechanism = subsetSelection(4, 4);
const { p, q } = supportProbabilities(mechanism);

test('estimates every value, "none" last, in the form of the results', () => {
  const counts = [600, 205, 20, 175];
  const { shares, leverage } = estimateShares({ mechanism, reports: 1000, counts, level: 0.05 });
  expect(shares).toHaveLength(4);
  for (const [index, share] of shares.entries()) {
    expect(shareSchema.parse(share)).toEqual(share);
    expect(share.index).toBe(index);
    expect(share.share).toBeCloseTo(((counts[index] as number) / 1000 - q) / (p - q), 14);
    expect(share.pValue).toBe(upperTail(counts[index] as number, 1000, q));
  }
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(shares.map(({ significant }) => significant)).toEqual([true, true, false, true]);
  expect(shares.map(({ rankLow, rankHigh }) => [rankLow, rankHigh])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [1, 4],
  ]);
  expect(leverage).toBeCloseTo((1 - q) / (p - q), 12);
});

test('joint counts narrow the ranks when d > 1', () => {
  const wide = subsetSelection(6, 0.5);
  expect(wide.subsetSize).toBe(2);
  const input = { mechanism: wide, reports: 1000, counts: [430, 370, 300, 300, 300, 300], level: 0.05 };
  const without = estimateShares(input).shares;
  const joint = estimateShares({ ...input, jointCounts: () => 250 }).shares;
  expect([without[0]?.rankHigh, joint[0]?.rankHigh]).toEqual([2, 1]);
});

test('joint counts mean nothing where a vote holds one id', () => {
  const input = { mechanism, reports: 1000, counts: [400, 380, 110, 110], level: 0.05 };
  // If 370 votes held both, 30 against 10 would be clear.
  expect(estimateShares({ ...input, jointCounts: () => 370 })).toEqual(estimateShares(input));
});

test('estimates one release of the smallest and of a large domain', () => {
  const two = estimateShares({ mechanism: subsetSelection(2, 1), reports: 1, counts: [1, 0], level: 0.05 });
  expect(two.shares.map(({ significant }) => significant)).toEqual([false, false]);
  const k = 10_000;
  const large = subsetSelection(k, 0.5);
  const counts = new Array<number>(k).fill((200 * large.subsetSize - 100) / (k - 1));
  const rounded = counts.map((count, i) => (i === 0 ? 100 : Math.floor(count)));
  let missing = 200 * large.subsetSize - rounded.reduce((a, b) => a + b, 0);
  for (let i = 1; missing > 0; i++, missing--) rounded[i] = (rounded[i] as number) + 1;
  expect(estimateShares({ mechanism: large, reports: 200, counts: rounded, level: 0.05 }).shares).toHaveLength(k);
});

test.each([0, 1, -0.1, Number.NaN])('refuses the level %s', (level) => {
  expect(() => estimateShares({ mechanism, reports: 10, counts: [10, 0, 0, 0], level })).toThrow('level');
});

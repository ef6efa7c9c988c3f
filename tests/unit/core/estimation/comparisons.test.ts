import { expect, test } from 'vitest';
import { compareCandidates, comparePrevalences } from '../../../../core/estimation/comparisons.ts';
import { shareDifference } from '../../../../core/estimation/differences.ts';
import { estimatePrevalence } from '../../../../core/estimation/prevalence.ts';
import { rankIntervals } from '../../../../core/estimation/ranks.ts';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';

const mechanism = subsetSelection(6, 4);
const counts = [500, 100, 98, 90, 60, 152];
const input = { mechanism, reports: 1000, counts, level: 0.05 };

/** How many values each one is above, by the comparisons. */
const below = ({ order, isAbove }: ReturnType<typeof compareCandidates>) =>
  order.map((u) => order.filter((v) => isAbove(u, v)).length);

test('pairs of candidates differ exactly where the ranks say so, and "none" is in no pair', () => {
  const comparisons = compareCandidates(input);
  expect(comparisons.order).toEqual([0, 1, 2, 3, 4]);
  const ranks = rankIntervals(counts.slice(0, -1), 0.05);
  expect(below(comparisons)).toEqual(comparisons.order.map((v) => 5 - (ranks[v]?.rankHigh ?? 0)));
  expect(comparisons.different).toBe(below(comparisons).reduce((a, b) => a + b));
  expect([comparisons.pairs, comparisons.different]).toEqual([10, 6]);
  expect(comparisons.order.map((v) => comparisons.apartBelow(v))).toEqual(below(comparisons));
  expect(comparisons.isAbove(4, 0)).toBe(false);
  expect(comparisons.isAbove(1, 1)).toBe(false);
});

test('each interval has its part of the error of all pairs', () => {
  const { pValue: _, ...expected } = shareDifference(input, 0, 3, 0.05 / 10);
  expect(compareCandidates(input).difference(0, 3)).toEqual(expected);
});

test('votes of several ids are compared by what they hold together', () => {
  const several = subsetSelection(6, 0.5);
  const many = { mechanism: several, reports: 1000, counts: [460, 380, 300, 300, 280, 280], level: 0.05 };
  const jointCounts = () => 275;
  const known = compareCandidates({ ...many, jointCounts });
  const unknown = compareCandidates(many);
  expect(known.different).toBeGreaterThan(unknown.different);
  expect(known.order.map((v) => known.apartBelow(v))).toEqual(below(known));
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  expect(width(known.difference(0, 1))).toBeLessThan(width(unknown.difference(0, 1)));
  const ranks = rankIntervals(many.counts.slice(0, -1), 0.05, jointCounts);
  expect(below(known)).toEqual(known.order.map((v) => 5 - (ranks[v]?.rankHigh ?? 0)));
});

test('one candidate alone is compared with nothing', () => {
  const alone = compareCandidates({ mechanism: subsetSelection(2, 4), reports: 100, counts: [60, 40], level: 0.05 });
  expect(alone).toMatchObject({ order: [0], pairs: 0, different: 0 });
});

test('fragments of a prevalence poll differ where their intervals lie apart, and their differences are read off them', () => {
  const poll = { mechanism: subsetSelection(2, 4), asked: [500, 400, 19, 450], yes: [260, 20, 19, 30] };
  const estimates = estimatePrevalence(poll, 0.05, 20);
  const comparisons = comparePrevalences(estimates);
  expect(comparisons).toMatchObject({ order: [0, 3, 1], pairs: 3, different: 2 });
  const [first, second] = [estimates[0], estimates[1]];
  if (first?.kind !== 'estimated' || second?.kind !== 'estimated') throw new Error('expected estimates');
  expect(comparisons.difference(0, 1)).toEqual({
    difference: first.share - second.share,
    standardError: Math.hypot(first.standardError, second.standardError),
    low: first.low - second.high,
    high: first.high - second.low,
  });
  expect([comparisons.isAbove(0, 1), comparisons.isAbove(3, 1), comparisons.isAbove(1, 0)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([0, 3, 1].map((v) => comparisons.apartBelow(v))).toEqual([2, 0, 0]);
  expect(() => comparisons.isAbove(0, 2)).toThrow('estimated');
});

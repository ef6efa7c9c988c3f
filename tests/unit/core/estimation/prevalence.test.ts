import { expect, test } from 'vitest';
import { upperTail } from '../../../../core/binomial.ts';
import { shareInterval } from '../../../../core/estimation/intervals.ts';
import { estimatePrevalence, prevalenceVariance } from '../../../../core/estimation/prevalence.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

const mechanism = subsetSelection(2, 4);
const { p, q } = supportProbabilities(mechanism);

test('estimates each fragment from those who drew it, and none from too few', () => {
  const asked = [100, 19, 120, 80];
  const yes = [30, 19, 2, 80];
  const [first, second, third, fourth] = estimatePrevalence({ mechanism, asked, yes }, 0.05, 20);
  expect(second).toEqual({ kind: 'too-few', index: 1, reports: 19 });
  expect(first).toMatchObject({ kind: 'estimated', reports: 100, significant: true });
  expect(third).toMatchObject({ kind: 'estimated', reports: 120, significant: false, pValue: upperTail(2, 120, q) });
  if (first?.kind !== 'estimated' || fourth?.kind !== 'estimated') throw new Error('expected estimates');
  expect(first.share).toBeCloseTo((0.3 - q) / (p - q), 12);
  expect(first.low).toBeLessThan(first.share);
  expect(first.high).toBeGreaterThan(first.share);
  // Shares of a prevalence poll need not add up to 1.
  expect(first.share + fourth.share).toBeGreaterThan(1.2);
});

test('the variance counts who was asked, as docs/mathematics.md has it', () => {
  const e = mechanism.weightTrue / mechanism.weightOther;
  const withSampling = prevalenceVariance(20, mechanism, 0.1);
  expect(withSampling).toBeCloseTo(20 * (e / (e - 1) ** 2 + 0.09), 12);
  expect(Math.sqrt(withSampling / prevalenceVariance(20, mechanism, 0))).toBeCloseTo(2.4, 1);
});

test.each([
  ['another mechanism', { mechanism: subsetSelection(3, 4) }, 'mechanism'],
  ['more yes than asked', { yes: [51, 0] }, 'yes[0]'],
  ['fewer answers than fragments', { yes: [1] }, 'yes: expected'],
  ['more answers than fragments', { yes: [1, 2, 3] }, 'yes: expected'],
  ['a broken number', { asked: [50, 1.5] }, 'asked[1]'],
  ['fewer asked than none', { asked: [50, -1] }, 'asked[1]'],
  ['fewer yes than none', { yes: [3, -1] }, 'yes[1]'],
  ['half a yes', { yes: [3, 0.5] }, 'yes[1]'],
])('refuses %s', (_what, change, words) => {
  const counts = { mechanism, asked: [50, 50], yes: [3, 3], ...change };
  expect(() => estimatePrevalence(counts, 0.05, 20)).toThrow(words);
});

test('refuses a level or minimum that means nothing', () => {
  const counts = { mechanism, asked: [50], yes: [3] };
  for (const level of [0, 1, Number.NaN]) expect(() => estimatePrevalence(counts, level, 20)).toThrow('level');
  expect(() => estimatePrevalence(counts, 0.05, 0)).toThrow('minimumReports');
  expect(() => estimatePrevalence(counts, 0.05, 1)).not.toThrow();
});

test('ranks hold wherever the intervals do, among the fragments that are estimated', () => {
  const counts = { mechanism, asked: [1000, 1000, 5, 1000], yes: [900, 500, 5, 510] };
  const ranks = estimatePrevalence(counts, 0.05, 20).map((each) =>
    each.kind === 'estimated' ? [each.rankLow, each.rankHigh] : null,
  );
  expect(ranks).toEqual([[1, 1], [2, 3], null, [2, 3]]);
});

test('a fragment is estimated from the least number of reports on, and the error is split over those that are', () => {
  const prevalences = estimatePrevalence({ mechanism, asked: [0, 19, 20, 50], yes: [0, 0, 20, 0] }, 0.06, 20);
  expect(prevalences.map(({ kind }) => kind)).toEqual(['too-few', 'too-few', 'estimated', 'estimated']);
  expect(prevalences[2]).toMatchObject(shareInterval(20, 20, { p, q }, 0.03));
  expect(prevalences[3]).toMatchObject(shareInterval(0, 50, { p, q }, 0.03));
});

import { expect, test } from 'vitest';
import { changesBetween } from '../../../../core/estimation/changes.ts';
import { shareInterval } from '../../../../core/estimation/intervals.ts';
import { standardError, unbiasedShare } from '../../../../core/estimation/shares.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

const support = supportProbabilities(subsetSelection(4, 4));
const value = (index: number, before: number, after: number) => ({
  index,
  before: { reports: 300, count: before },
  since: { reports: 400, count: after },
});

test('a change is that of two groups, and never of two totals that share their reports', () => {
  const [change] = changesBetween([value(2, 60, 200)], support, 0.05);
  const [was, is] = [unbiasedShare(60, 300, support), unbiasedShare(200, 400, support)];
  expect(change).toMatchObject({ index: 2, before: was, since: is, difference: is - was, significant: true });
  expect(change?.standardError).toBeCloseTo(
    Math.hypot(standardError(was, 300, support), standardError(is, 400, support)),
    12,
  );
  const [ofBefore, ofAfter] = [shareInterval(60, 300, support, 0.025), shareInterval(200, 400, support, 0.025)];
  expect(change?.low).toBeCloseTo(ofAfter.low - ofBefore.high, 12);
  expect(change?.high).toBeCloseTo(ofAfter.high - ofBefore.low, 12);
});

test('the same fraction in both groups is no change, and turning them around turns the change around', () => {
  const [same] = changesBetween([value(0, 75, 100)], support, 0.05);
  expect(same).toMatchObject({ pValue: 1, significant: false });
  expect(same?.difference).toBeCloseTo(0, 12);
  const there = changesBetween([value(0, 60, 120)], support, 0.05)[0];
  const back = changesBetween(
    [{ index: 0, before: { reports: 400, count: 120 }, since: { reports: 300, count: 60 } }],
    support,
    0.05,
  )[0];
  expect(back?.difference).toBeCloseTo(-(there?.difference as number), 12);
  expect(back?.low).toBeCloseTo(-(there?.high as number), 12);
  expect(back?.pValue).toBeCloseTo(there?.pValue as number, 12);
});

test('all lines share the error: a line that is found alone is not found among a hundred', () => {
  const lone = value(0, 60, 112);
  const [alone] = changesBetween([lone], support, 0.05);
  const others = Array.from({ length: 99 }, (_, i) => value(i + 1, 75, 100));
  const [among] = changesBetween([lone, ...others], support, 0.05);
  expect([alone?.significant, among?.significant]).toEqual([true, false]);
  expect(among?.pValue).toBe(alone?.pValue);
  expect(among?.low).toBeLessThan(alone?.low as number);
});

test('no value gives no change', () => {
  expect(changesBetween([], support, 0.05)).toEqual([]);
});

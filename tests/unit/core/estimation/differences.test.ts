import { expect, test } from 'vitest';
import { clopperPearson } from '../../../../core/binomial.ts';
import { jointSupport, shareDifference } from '../../../../core/estimation/differences.ts';
import { shareInterval } from '../../../../core/estimation/intervals.ts';
import {
  drawVote,
  subsetSelection,
  subsetSelectionSchema,
  supportProbabilities,
} from '../../../../core/privacy/subset-selection.ts';
import { exactLaw } from '../privacy/exact-law.ts';

const small = (domainSize: number, subsetSize: number) =>
  subsetSelectionSchema.parse({ name: 'subset-selection', domainSize, subsetSize, weightTrue: 9, weightOther: 4 });

test('the probability of holding two values is that of the exact law', () => {
  for (const [k, d] of [
    [2, 1],
    [3, 1],
    [3, 2],
    [5, 2],
    [6, 3],
    [6, 4],
  ] as const) {
    const m = small(k, d);
    const holding = (trueAnswer: number): number =>
      [...exactLaw(drawVote, trueAnswer, m)]
        .filter(([vote]) => vote.split(' ').includes('0') && vote.split(' ').includes('1'))
        .reduce((sum, [, { over, under }]) => sum + Number(over) / Number(under), 0);
    expect(jointSupport(m).whenOne).toBeCloseTo(holding(0), 12);
    // Of two values one is always the true answer.
    if (k > 2) expect(jointSupport(m).whenNeither).toBeCloseTo(holding(2), 12);
    else expect(jointSupport(m).whenNeither).toBe(0);
  }
});

test('the standard error is that of the difference of two multinomial counts (d = 1)', () => {
  const mechanism = subsetSelection(4, 4);
  const { p, q } = supportProbabilities(mechanism);
  const { difference, standardError } = shareDifference(
    { mechanism, reports: 1000, counts: [500, 300, 100, 100] },
    0,
    1,
    0.05,
  );
  expect(difference).toBeCloseTo(0.2 / (p - q), 12);
  expect(standardError).toBeCloseTo(Math.sqrt((0.5 + 0.3 - 0.2 ** 2) / 1000) / (p - q), 12);
});

test('a recounted pair gives the same error as the law when it is what the law expects, and a narrower interval', () => {
  const mechanism = subsetSelection(6, 0.5);
  const counts = [460, 380, 300, 300, 280, 280];
  const input = { mechanism, reports: 1000, counts };
  const { p, q } = supportProbabilities(mechanism);
  const { whenOne, whenNeither } = jointSupport(mechanism);
  const f = (0.46 + 0.38 - 2 * q) / (p - q);
  const expected = Math.round(1000 * (whenNeither + Math.min(f, 1) * (whenOne - whenNeither)));
  const law = shareDifference(input, 0, 1, 0.05);
  const recounted = shareDifference(input, 0, 1, 0.05, expected);
  expect(recounted.standardError / law.standardError).toBeCloseTo(1, 2);
  expect(recounted.high - recounted.low).toBeLessThan(law.high - law.low);
  expect(recounted.pValue).toBeLessThan(law.pValue);
});

test('turning the two values around turns the difference around', () => {
  const input = { mechanism: subsetSelection(4, 4), reports: 1000, counts: [500, 300, 100, 100] };
  const there = shareDifference(input, 0, 1, 0.05);
  const back = shareDifference(input, 1, 0, 0.05);
  expect(back.difference).toBeCloseTo(-there.difference, 12);
  expect(back.low).toBeCloseTo(-there.high, 9);
  expect(back.high).toBeCloseTo(-there.low, 9);
  expect(back.pValue).toBe(there.pValue);
  expect(there.low).toBeGreaterThan(0);
});

test('equal and empty counts tell nothing', () => {
  const input = { mechanism: subsetSelection(4, 4), reports: 10, counts: [0, 0, 5, 5] };
  expect(shareDifference(input, 2, 3, 0.05).pValue).toBe(1);
  const empty = shareDifference(input, 0, 1, 0.05);
  expect(empty.difference).toBe(0);
  expect(empty.low).toBeLessThan(0);
  expect(empty.high).toBeGreaterThan(0);
});

test('refuses one value twice, unknown values and impossible joint counts', () => {
  const input = { mechanism: subsetSelection(6, 0.5), reports: 10, counts: [5, 5, 4, 3, 2, 1] };
  expect(() => shareDifference(input, 1, 1, 0.05)).toThrow('u, v');
  expect(() => shareDifference(input, 1, 6, 0.05)).toThrow('u, v');
  expect(() => shareDifference(input, 6, 1, 0.05)).toThrow('u, v');
  for (const joint of [2, -1, 0.5, Number.NaN]) {
    expect(() => shareDifference(input, 0, 5, 0.05, joint)).toThrow('jointCount');
  }
  for (const joint of [0, 1]) expect(() => shareDifference(input, 0, 5, 0.05, joint)).not.toThrow();
});

test('votes of one id never hold both values, so their interval is the one of discordant votes', () => {
  const input = { mechanism: subsetSelection(4, 4), reports: 1000, counts: [500, 300, 100, 100] };
  const difference = shareDifference(input, 0, 1, 0.05);
  expect(shareDifference(input, 0, 1, 0.05, 0)).toEqual(difference);
  expect(shareDifference(input, 0, 1, 0.05, 7)).toEqual(difference);
});

const pairs = { mechanism: subsetSelection(6, 0.5), reports: 1000, counts: [460, 380, 300, 300, 280, 280] };
const support = supportProbabilities(pairs.mechanism);

test('without a recount each of the two shares has half of the error', () => {
  const [ofU, ofV] = [460, 380].map((count) => shareInterval(count, 1000, support, 0.025));
  const { low, high } = shareDifference(pairs, 0, 1, 0.05);
  expect(low).toBeCloseTo((ofU?.low as number) - (ofV?.high as number), 12);
  expect(high).toBeCloseTo((ofU?.high as number) - (ofV?.low as number), 12);
});

test('with a recount the interval is that of docs/mathematics.md: how many are discordant, and how many of these hold u', () => {
  const joint = 200;
  const discordant = 460 + 380 - 2 * joint;
  const s = clopperPearson(discordant, 1000, 0.01);
  const r = clopperPearson(460 - joint, discordant, 0.04);
  const slope = support.p - support.q;
  const { low, high, difference, standardError } = shareDifference(pairs, 0, 1, 0.05, joint);
  expect(2 * r.low - 1).toBeGreaterThan(0);
  expect(low).toBeCloseTo(((2 * r.low - 1) * s.low) / slope, 12);
  expect(high).toBeCloseTo(((2 * r.high - 1) * s.high) / slope, 12);
  const variance = discordant / 1000 - (difference * slope) ** 2;
  expect(standardError).toBeCloseTo(Math.sqrt(variance / 1000) / slope, 12);
});

test('two values that always come together differ by nothing that can be seen', () => {
  const input = { mechanism: subsetSelection(6, 0.5), reports: 10, counts: [5, 5, 4, 3, 2, 1] };
  const { difference, low, high, pValue } = shareDifference(input, 0, 1, 0.05, 5);
  expect([difference, pValue]).toEqual([0, 1]);
  expect(low).toBeLessThan(0);
  expect(high).toBeCloseTo(-low, 12);
});

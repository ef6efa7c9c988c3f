import { describe, expect, test } from 'vitest';
import { subsetSelection, supportProbabilities } from '../../../core/privacy/subset-selection.ts';
import { sumByTopic, topTopicsFound } from '../../../demo/topic-sums.ts';

const mechanism = subsetSelection(41, 4);
const reports = 2000;
const level = 0.05;
const topics = ['food', 'work', 'food', 'work', 'pets'];

describe('sums by topic', () => {
  test('add the shares of a topic, largest first', () => {
    const sums = sumByTopic(topics, [0.1, 0.3, 0.05, 0.02, -0.01], { mechanism, reports, level });
    expect(sums.map(({ topic }) => topic)).toEqual(['work', 'food', 'pets']);
    expect(sums.map(({ share }) => share)).toEqual([0.32, expect.closeTo(0.15), -0.01]);
    for (const sum of sums) {
      expect(sum.low).toBeLessThan(sum.share);
      expect(sum.high).toBeGreaterThan(sum.share);
    }
    expect(sums.map(({ significant }) => significant)).toEqual([true, true, false]);
  });

  test('have intervals about as wide as the standard error says', () => {
    const sums = sumByTopic(['food', 'food', 'food', 'rest'], [0.1, 0.1, 0, 0.8], { mechanism, reports, level });
    const food = sums.find(({ topic }) => topic === 'food');
    const { p, q } = supportProbabilities(mechanism);
    const supported = 3 * q + 0.2 * (p - q);
    const standardError = Math.sqrt((supported * (1 - supported)) / reports) / (p - q);
    // Level .05 over two topics: 2.24 standard errors to each side; the exact interval is a little wider.
    const halfWidth = ((food?.high ?? 0) - (food?.low ?? 0)) / 2;
    expect(halfWidth).toBeCloseTo(2.24 * standardError, 3);
  });

  test('are refused for votes of several ids', () => {
    const wide = subsetSelection(41, 1);
    expect(() => sumByTopic(topics, [0, 0, 0, 0, 0], { mechanism: wide, reports, level })).toThrow('subsetSize 1');
  });
});

describe('the check of the top topics', () => {
  const percents = new Map([
    ['food', 40],
    ['work', 30],
    ['pets', 10],
    ['none', 20],
  ]);
  const order = (...names: string[]) =>
    names.map((topic, index) => ({ topic, share: 1 - index / 10, low: 0, high: 1, significant: true }));

  test('passes in any order within reach', () => {
    expect(topTopicsFound(percents, order('work', 'pets', 'food'), { first: 2, among: 3 })).toBe(true);
  });

  test('fails when one of them is not found, and does not ask for "none"', () => {
    expect(topTopicsFound(percents, order('work', 'pets', 'food'), { first: 2, among: 2 })).toBe(false);
    expect(topTopicsFound(percents, order('work', 'food', 'pets'), { first: 3, among: 3 })).toBe(true);
  });
});

import { expect, test } from 'vitest';
import { type DraftSource, drawDrafts, seededOrder } from '../../../fleet/drawn-drafts.ts';

const topics = Array.from({ length: 4 }, (_, topic) => Array.from({ length: 30 }, (_text, i) => 30 * topic + i));
const source: DraftSource = { kind: 'topics', topics };
const draw = (from: number, to: number, seed = 1, of: DraftSource = source) => [...drawDrafts(of, { from, to }, seed)];

test('a volunteer has one to five different drafts', () => {
  const volunteers = draw(0, 2000);
  expect(new Set(volunteers.map((drafts) => drafts.length))).toEqual(new Set([1, 2, 3, 4, 5]));
  for (const drafts of volunteers) expect(new Set(drafts).size).toBe(drafts.length);
});

test('the topic of any one draft follows the law of Zipf', () => {
  const volunteers = draw(0, 20_000);
  const weights = [1, 1 / 2, 1 / 3, 1 / 4];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const pick of [0, -1]) {
    weights.forEach((weight, topic) => {
      const share = weight / total;
      const count = volunteers.filter((drafts) => Math.floor((drafts.at(pick) as number) / 30) === topic).length;
      const standardDeviation = Math.sqrt(20_000 * share * (1 - share));
      expect(Math.abs(count - 20_000 * share)).toBeLessThan(4 * standardDeviation);
    });
  }
});

test('two in three drafts are about the topic that the volunteer writes about', () => {
  const twoDrafts = draw(0, 20_000).filter((drafts) => drafts.length === 2);
  const same = twoDrafts.filter(([a = 0, b = 0]) => Math.floor(a / 30) === Math.floor(b / 30)).length;
  // Both about the own topic: 4/9; else at least one is drawn anew, and meets the other by Zipf's law.
  const meeting = [1, 1 / 2, 1 / 3, 1 / 4].reduce((sum, weight) => sum + (weight / (25 / 12)) ** 2, 0);
  expect(same / twoDrafts.length).toBeCloseTo(4 / 9 + (5 / 9) * meeting, 1);
});

test('a seed and a range decide the drafts', () => {
  expect(draw(0, 50)).toEqual(draw(0, 50));
  expect(draw(0, 50)).not.toEqual(draw(0, 50, 2));
  expect(draw(0, 50)).not.toEqual(draw(50, 100));
});

test('a topic with one text gives one draft', () => {
  expect(draw(0, 20, 1, { kind: 'topics', topics: [[7]] })).toEqual(Array(20).fill([7]));
});

test('every person stands for the same number of volunteers, give or take one', () => {
  const persons = [[1, 2], [3], [4]];
  expect(draw(0, 7, 1, { kind: 'persons', persons })).toEqual([[1, 2], [3], [4], [1, 2], [3], [4], [1, 2]]);
  expect(draw(5, 7, 1, { kind: 'persons', persons })).toEqual([[4], [1, 2]]);
});

test('an order of a seed has the same items', () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  expect(seededOrder(items, 3)).toEqual(seededOrder(items, 3));
  expect(seededOrder(items, 3)).not.toEqual(seededOrder(items, 4));
  expect(seededOrder(items, 3).toSorted((a, b) => a - b)).toEqual(items);
});

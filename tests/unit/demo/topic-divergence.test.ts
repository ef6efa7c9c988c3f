import { expect, test } from 'vitest';
import { countTopics, topicDivergence } from '../../../demo/topic-divergence.ts';

test('the divergence is 0 for the same parts, 1 bit for different topics, and the same both ways', () => {
  const planted = new Map([
    ['food', 3],
    ['travel', 1],
  ]);
  expect(topicDivergence(planted, new Map([...planted].map(([topic, count]) => [topic, 10 * count])))).toBe(0);
  expect(topicDivergence(planted, new Map([['work', 5]]))).toBeCloseTo(1, 12);
  const other = new Map([
    ['food', 1],
    ['travel', 1],
  ]);
  // .5 (.75 log2(.75 / .625) + .25 log2(.25 / .375)) + .5 (.5 log2(.5 / .625) + .5 log2(.5 / .375))
  expect(topicDivergence(planted, other)).toBeCloseTo(0.048795, 6);
  expect(topicDivergence(other, planted)).toBe(topicDivergence(planted, other));
});

test('topics are counted by their texts, and a text of no topic is a mistake', () => {
  const topicOf = new Map([
    ['Soup?', 'food'],
    ['Bread?', 'food'],
  ]);
  expect(countTopics(['Soup?', 'Bread?'], topicOf)).toEqual(new Map([['food', 2]]));
  expect(() => countTopics(['Train?'], topicOf)).toThrow('not in the pool');
});

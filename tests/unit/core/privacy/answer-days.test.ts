import { expect, test } from 'vitest';
import { answerDays } from '../../../../core/privacy/answer-days.ts';

const open = (...epsilons: number[]) => epsilons.map((epsilon) => ({ epsilon, lastDay: Number.POSITIVE_INFINITY }));

test.each([
  [
    [4, 4],
    [1, 1],
  ],
  [
    [4, 4, 4],
    [1, 1, 31],
  ],
  [
    [4, 4, 4, 4, 4],
    [1, 1, 31, 31, 61],
  ],
  [
    [4, 3, 4, 1],
    [1, 1, 31, 1],
  ],
  [
    [4.01, 4],
    [null, 1],
  ],
  [
    [1, 1, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 31],
  ],
  [[], []],
])('rounds of epsilon %j are answered on the days %j', (epsilons, days) => {
  expect(answerDays(open(...epsilons))).toEqual(days);
});

test('a round is answered on its last day and not after it', () => {
  const third = (lastDay: number) => answerDays([...open(4, 4), { epsilon: 4, lastDay }])[2];
  expect([third(30), third(31), third(32)]).toEqual([null, 31, 31]);
});

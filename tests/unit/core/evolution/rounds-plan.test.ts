import { expect, test } from 'vitest';
import {
  candidatesFor,
  comparableReports,
  planEvolution,
  roundStrength,
} from '../../../../core/evolution/rounds-plan.ts';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';

const mechanism = subsetSelection(51, 4);

test('a round is judged by its reports: at, below and above each limit', () => {
  expect([99, 100, 299, 300].map((reports) => roundStrength(reports, mechanism))).toEqual([
    'too-few',
    'concentrated',
    'concentrated',
    'enough',
  ]);
});

test('a smaller epsilon needs more reports for the same noise', () => {
  expect(comparableReports(1000, mechanism)).toBe(1000);
  expect(comparableReports(1000, subsetSelection(51, 2))).toBeGreaterThan(100);
  expect(comparableReports(1000, subsetSelection(51, 2))).toBeLessThan(300);
  expect(roundStrength(1000, subsetSelection(51, 1))).toBe('too-few');
  expect(roundStrength(10_000, subsetSelection(51, 1))).toBe('enough');
  expect(comparableReports(1000, subsetSelection(51, 8))).toBeGreaterThan(1000);
});

test('candidates grow with the root of the reports', () => {
  expect([10, 299, 300, 1000, 3000, 10_000, 1e6].map(candidatesFor)).toEqual([20, 20, 50, 60, 110, 200, 200]);
});

test('four rounds for four cohorts, when there are enough volunteers', () => {
  const plan = planEvolution({ volunteers: 4003, epsilon: 4, texts: 15_000 });
  expect(plan.strength).toBe('enough');
  expect(plan.rounds).toEqual([0, 1, 2, 3].map((cohort) => ({ cohorts: [cohort], volunteers: 1000, candidates: 60 })));
});

test('fewer rounds rather than rounds with too few volunteers, but never one alone', () => {
  const rounds = (volunteers: number) => planEvolution({ volunteers, epsilon: 4, texts: 15_000 }).rounds.length;
  expect([1200, 1199, 900, 899, 600, 599, 10].map(rounds)).toEqual([4, 3, 3, 2, 2, 2, 2]);
  expect(planEvolution({ volunteers: 199, epsilon: 4, texts: 15_000 }).strength).toBe('too-few');
});

test('what is asked for is planned, and judged', () => {
  const plan = planEvolution({ volunteers: 1000, epsilon: 4, texts: 15_000, rounds: 5 });
  expect(plan.rounds.map(({ cohorts }) => cohorts)).toEqual([[0], [1], [2], [3], [4]]);
  expect(plan).toMatchObject({
    strength: 'concentrated',
    rounds: [{ volunteers: 200, candidates: 20 }, {}, {}, {}, {}],
  });
});

test('a small pool has no more candidates than a quarter of its texts', () => {
  const candidates = (texts: number) => planEvolution({ volunteers: 4000, epsilon: 4, texts }).rounds[0]?.candidates;
  expect([1, 7, 8, 100, 240].map(candidates)).toEqual([1, 1, 2, 25, 60]);
});

test.each([
  ['volunteers: expected a whole number from 1, got 0', { volunteers: 0 }],
  ['texts: expected a whole number from 1, got 2.5', { texts: 2.5 }],
  ['rounds: expected a whole number from 1 to 5, got 6', { rounds: 6 }],
  ['epsilon: expected a number from 0.000001, got 0', { epsilon: 0 }],
])('refuses %s', (message, change) => {
  expect(() => planEvolution({ volunteers: 1000, epsilon: 4, texts: 100, ...change })).toThrow(message);
});

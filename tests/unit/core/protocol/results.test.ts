import { expect, test } from 'vitest';
import { roundResultsSchema, shareSchema } from '../../../../core/protocol/results.ts';

const share = {
  index: 0,
  support: 3,
  share: -0.01,
  standardError: 0.02,
  low: -0.07,
  high: 0.05,
  pValue: 0.6,
  significant: false,
  rankLow: 1,
  rankHigh: 2,
  projected: 0,
};
const released = {
  state: 'released',
  releases: [200],
  plannedReleases: 2,
  next: { state: 'open', coarseTotal: 200 },
  reports: 200,
  level: 0.05,
  localEpsilon: 4,
  central: { epsilon: 0.5, delta: 1e-6, method: 'exact', condition: 'The server is honest.' },
  shares: [share],
  none: { ...share, index: 1 },
  leader: null,
  changes: null,
  asked: null,
  leverage: 1.1,
  participation: 'open',
};
const outcomeSchema = roundResultsSchema.shape.outcome;

test('a share may leave 0 to 1, but its number is one of the domain', () => {
  expect(shareSchema.parse(share)).toEqual(share);
  expect(shareSchema.safeParse({ ...share, index: -1 }).success).toBe(false);
  expect(shareSchema.safeParse({ ...share, index: 0.5 }).success).toBe(false);
});

test.each([
  ['an open round', { state: 'open', coarseTotal: 100 }],
  ['a round with too few reports', { state: 'too-few', minimumReports: 50 }],
  ['a released round', released],
])('the outcome of %s is read as it was written, and nothing more is read', (_what, outcome) => {
  expect(outcomeSchema.parse(outcome)).toEqual(outcome);
  expect(outcomeSchema.safeParse({ ...outcome, time: '2026-01-01' }).success).toBe(false);
});

test('an open round says no exact number of reports (P11)', () => {
  expect(outcomeSchema.safeParse({ state: 'open', coarseTotal: 100, reports: 137 }).success).toBe(false);
  const next = { state: 'open', coarseTotal: 200, reports: 337 };
  expect(outcomeSchema.safeParse({ ...released, next }).success).toBe(false);
});

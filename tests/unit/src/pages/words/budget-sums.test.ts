import { describe, expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../../../../core/ids.ts';
import { type Charge, windowMs } from '../../../../../core/privacy/ledger.ts';
import { budgetOf } from '../../../../../src/pages/words/budget-sums.ts';

const dayMs = 24 * 60 * 60 * 1000;
const now = 100 * dayMs;
const caps = { perReport: 4, window: 8 };
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const charge = (sequence: number, epsilon: number, at: number): Charge => ({
  sequence,
  study: 'a'.repeat(64) as StudyId,
  round: String(sequence).padStart(64, 'c') as RoundId,
  epsilon,
  at,
});
const budget = (charges: readonly Charge[], of = caps) => budgetOf(charges, of, now, dayOf);

describe('the budget of 30 days', () => {
  test('is all free before the first vote', () => {
    expect(budget([])).toEqual({ cap: 8, used: 0, free: 8, votes: 2, frees: [] });
  });

  test('says what is used, what is free, and when it becomes free again', () => {
    const charges = [charge(0, 4, now - 40 * dayMs), charge(1, 1, now - 20 * dayMs), charge(2, 2.5, now - dayMs)];
    expect(budget(charges)).toEqual({
      cap: 8,
      used: 3.5,
      free: 4.5,
      votes: 1,
      frees: [
        { at: now + 10 * dayMs + 1, epsilon: 1 },
        { at: now + 29 * dayMs + 1, epsilon: 2.5 },
      ],
    });
  });

  test('adds up what becomes free on one day, at the time of its last vote', () => {
    const charges = [charge(0, 1, now - 3 * dayMs), charge(1, 2, now - 3 * dayMs + 5)];
    expect(budget(charges)?.frees).toEqual([{ at: now + 27 * dayMs + 6, epsilon: 3 }]);
  });

  test('is what the ledger would allow, at the edge of the 30 days too', () => {
    const used = (at: number) => budget([charge(0, 4, at)]);
    expect(used(now - windowMs)).toMatchObject({ used: 4, frees: [{ at: now + 1 }] });
    expect(used(now - windowMs - 1)).toMatchObject({ used: 0, frees: [] });
  });

  test('has nothing free, and never less, when a cap was lowered below what is used', () => {
    expect(budget([charge(0, 4, now)], { perReport: 2, window: 3 })).toMatchObject({ used: 4, free: 0, votes: 0 });
  });

  test('counts votes by what one may give away at most', () => {
    expect(budget([], { perReport: 0, window: 8 })?.votes).toBeUndefined();
    expect(budget([], { perReport: 10, window: 5 })?.votes).toBe(1);
    expect(budget([charge(0, Math.log(55), now)])?.votes).toBe(0);
    expect(budget([], { perReport: 0.1, window: 0.3 })?.votes).toBe(3);
  });

  test('is unknown when records are missing', () => {
    expect(budget([charge(1, 4, now)])).toBeUndefined();
  });
});

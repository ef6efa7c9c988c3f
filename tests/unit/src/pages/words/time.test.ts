import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agoInWords, dueInWords, durationInWords, nextWords } from '../../../../../src/pages/words/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a length of time', () => {
  test.each([
    [0, '1 second'],
    [30 * second, '30 seconds'],
    [59.7 * second, '1 minute'],
    [minute, '1 minute'],
    [12.4 * minute, '12 minutes'],
    [59.8 * minute, '1 hour'],
    [23 * hour, '23 hours'],
    [47 * hour, '47 hours'],
    [47.9 * hour, '2 days'],
    [12 * day, '12 days'],
  ])('%d ms is %s', (durationMs, words) => {
    expect(durationInWords(durationMs)).toBe(words);
  });
});

test('a waiting report leaves in some time, or is due', () => {
  expect(dueInWords(100 * second, 70 * second)).toBe('leaves in 30 seconds');
  expect(dueInWords(70 * second, 70 * second)).toBe('due now; leaves as soon as the server can be reached');
  // While everything is paused nothing leaves, be it due or not.
  for (const now of [70 * second, 130 * second]) {
    expect(dueInWords(100 * second, now, true)).toBe('waits until you resume');
  }
});

test('what was is some time ago', () => {
  expect(agoInWords(0, 20 * second)).toBe('just now');
  expect(agoInWords(0, 3 * hour)).toBe('3 hours ago');
});

describe('the moment at which words change', () => {
  const wordsOf = (at: number, now: number): string => `${dueInWords(at, now)} ${agoInWords(at, now)}`;
  const moments = fc.integer({ min: 0, max: 200 * day });
  const distances = fc.oneof(
    fc.integer({ min: -3 * minute, max: 3 * minute }),
    fc.integer({ min: -3 * hour, max: 3 * hour }),
    fc.integer({ min: -60 * day, max: 60 * day }),
  );

  test('until then they stay the same', () => {
    fc.assert(
      fc.property(moments, distances, fc.double({ min: 0, max: 1, noNaN: true }), (at, distance, part) => {
        const now = at + distance;
        const next = nextWords([at], now) ?? 0;
        expect(next).toBeGreaterThan(now);
        const before = now + Math.floor((next - 1 - now) * part);
        expect(wordsOf(at, before)).toBe(wordsOf(at, now));
      }),
      {
        numRuns: 2000,
        examples: [
          [50 * hour, -49 * hour, 1],
          // Exactly halfway between two amounts.
          [50 * hour, -1.5 * minute, 1],
        ],
      },
    );
  });

  test('a report that leaves in half a minute is looked at once for each second that is shown', () => {
    const at = 30 * second;
    const shown = new Set<string>();
    let looks = 0;
    for (let now = 0; now <= at; now = nextWords([at], now) ?? 0, looks++) shown.add(dueInWords(at, now));
    expect(shown.size).toBe(31);
    expect(looks).toBeLessThanOrEqual(32);
  });

  test('what was weeks ago is looked at once a day, and nothing never', () => {
    expect(nextWords([0], 14 * day)).toBe(14.5 * day);
    expect(nextWords([0], 14.5 * day)).toBe(15.5 * day);
    expect(nextWords([0, 15 * day], 14.9 * day)).toBeLessThan(15 * day);
    expect(nextWords([], 0)).toBeUndefined();
  });
});

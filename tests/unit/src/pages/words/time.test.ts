import { describe, expect, test } from 'vitest';
import { agoInWords, dueInWords, durationInWords } from '../../../../../src/pages/words/time.ts';

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
});

test('what was is some time ago', () => {
  expect(agoInWords(0, 20 * second)).toBe('just now');
  expect(agoInWords(0, 3 * hour)).toBe('3 hours ago');
});

import { expect, test } from 'vitest';
import { badgeOf } from '../../../../src/background/badge-words.ts';

test.for([
  [{ paused: false, waiting: 0, kept: false }, '', 'Data Donor'],
  [{ paused: false, waiting: 0, kept: true }, '•', 'Data Donor: what you write on this site is kept on this device'],
  [{ paused: false, waiting: 1, kept: false }, '1', 'Data Donor: 1 report waits to be sent'],
  [
    { paused: false, waiting: 2, kept: true },
    '2',
    'Data Donor: what you write on this site is kept on this device; 2 reports wait to be sent',
  ],
  [{ paused: true, waiting: 0, kept: false }, '•', 'Data Donor is paused: nothing is kept or sent'],
  [
    { paused: true, waiting: 2, kept: false },
    '2',
    'Data Donor is paused: nothing is kept or sent; 2 reports wait until you resume',
  ],
] as const)('the badge of %j is “%s”', ([facts, text, title]) => {
  expect(badgeOf(facts)).toEqual({ text, title });
});

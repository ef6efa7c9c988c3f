import { expect, test } from 'vitest';
import { type NotCharged, notChargedInWords } from '../../../../src/ledger/ledger-store.ts';

/** Each reason with a word that tells it from the others. */
const reasons: Record<NotCharged, RegExp> = {
  'over-report-cap': /cap for one report/,
  'over-window-cap': /30 days/,
  'already-charged': /answered before/,
  'ledger-unreadable': /damaged/,
  'invalid-request': /cannot be charged/,
};

test.each(Object.entries(reasons) as [NotCharged, RegExp][])(
  'a vote that is not charged says so: %s',
  (reason, words) => expect(notChargedInWords(reason)).toMatch(words),
);

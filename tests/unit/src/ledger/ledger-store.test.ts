import { expect, test } from 'vitest';
import { type NotCharged, notChargedReason } from '../../../../src/ledger/ledger-store.ts';
import { reasonInWords } from '../../../../src/pages/words/reasons.ts';

/** Each reason with a word that tells it from the others. */
const reasons: Record<NotCharged, RegExp> = {
  'over-report-cap': /you allow for one report/,
  'over-window-cap': /30 days/,
  'already-charged': /answered before/,
  'ledger-unreadable': /damaged/,
  'invalid-request': /cannot be counted/,
};

test.each(Object.entries(reasons) as [NotCharged, RegExp][])(
  'a vote that is not charged says so: %s',
  (reason, words) => expect(reasonInWords(notChargedReason(reason))).toMatch(words),
);

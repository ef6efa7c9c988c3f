import { expect, test } from 'vitest';
import type { RoundResults } from '../../../../core/protocol/results.ts';
import { english } from '../../../../server/language/english.ts';
import { leaderInWords } from '../../../../server/pages/wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
/** A release in which the first text has the largest share, and can be told apart from the last ones. */
const words = (apartFrom: readonly number[], significant = true) =>
  leaderInWords(
    english,
    {
      leader: { index: 0, apartFrom: [...apartFrom] },
      shares: texts.map((_, index) => ({ index, share: 0.5 - index / 100, significant })),
    } as unknown as Released,
    texts,
    (text) => text,
  ).join('');

test.each([
  [[1, 2, 3, 4, 5, 6], '“one” has the largest share: it can be told apart from every other text.'],
  [[2, 3, 4, 5, 6], 'apart from 5 of the other 6 texts, but not from “two”: any of these may have a larger share.'],
  [[5, 6], 'apart from 2 of the other 6 texts, but not from “two”, “three”, “four” or “five”: any'],
  [[], 'apart from 0 of the other 6 texts, but not from “two”, “three”, “four” or 3 more: any'],
])('the text with the largest share is told apart from %j', (apartFrom, expected) => {
  expect(words(apartFrom)).toContain(expected);
});

test('where the largest share cannot be told from zero, nothing is said of it', () => {
  expect(words([1, 2, 3, 4, 5, 6], false)).toBe('');
});

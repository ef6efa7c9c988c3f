import { expect, test } from 'vitest';
import { asRead, readabilityOf } from '../../../harness/readability.ts';

test('places, plurals and tags are read as words', () => {
  expect(asRead('Read <all>the {n, plural, one {# text} other {# texts}}</all> of {title}.')).toBe(
    'Read the five texts of five.',
  );
});

test('the grade is the one of Flesch and Kincaid, over whole sentences', () => {
  // 6 words, 2 sentences, 6 syllables: 0.39 * 3 + 11.8 * 1 - 15.59.
  expect(readabilityOf(['Save caps', 'The cat sat. The dog ran.'])?.grade).toBeCloseTo(-2.62);
  expect(readabilityOf(['Save caps'])).toBeUndefined();
});

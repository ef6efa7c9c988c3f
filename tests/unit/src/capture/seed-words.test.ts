import { expect, it } from 'vitest';
import { holdsSeedPhrase } from '../../../../src/capture/seed-words.ts';

/** Phrases of the test vectors of BIP-39. */
const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const zeros = `${'abandon '.repeat(11)}about`;
const withWord = (label: string) => phrase.split(' ').map((word, i) => `${label} ${i + 1}: ${word}`);

it.each([
  ['alone', phrase],
  ['in a sentence', `please keep ${zeros} for me`],
  ['with its words glued together by capitals', phrase.replaceAll(/ (\w)/g, (_, first) => first.toUpperCase())],
  ['with a label that is no word of the list', withWord('mot').join('\n')],
  ['with a label that is a word of the list', withWord('word').join('\n')],
])('a seed phrase is found %s', (_, text) => expect(holdsSeedPhrase(text)).toBe(true));

it.each([
  ['with a wrong last word', phrase.replace('yellow', 'year')],
  ['of eleven words', phrase.replace('legal ', '')],
  ['of one word again and again', 'abandon '.repeat(40)],
  ['with another word inside', phrase.replace('sausage', 'sausages')],
])('it is none %s', (_, text) => expect(holdsSeedPhrase(text)).toBe(false));

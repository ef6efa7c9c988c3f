import { expect, test } from 'vitest';
import { decodeTexts, encodeTexts, longestText } from '../../../../core/protocol/texts.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('texts come back in their order', () => {
  const texts = ['night train', 'café', 'a "quoted" text'];
  expect(decodeTexts(encodeTexts(texts))).toEqual(texts);
});

test('a text may be as long as the bound and no longer', () => {
  expect(decodeTexts(encodeTexts(['a'.repeat(longestText)]))).toHaveLength(1);
  expect(() => decodeTexts(encodeTexts(['a'.repeat(longestText + 1)]))).toThrow();
});

test.each([
  [
    'bytes that are not UTF-8, instead of a text with replacement characters',
    Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d),
  ],
  ['broken JSON', bytesOf('["a"')],
  ['no list', bytesOf('"a"')],
  ['an empty list', bytesOf('[]')],
  ['a blank text', bytesOf('["a"," "]')],
  ['a number', bytesOf('["a",1]')],
])('refuses %s', (_what, bytes) => {
  expect(() => decodeTexts(bytes)).toThrow();
});

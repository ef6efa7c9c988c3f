import { expect, test } from 'vitest';
import { z } from 'zod';
import { deceptiveCharacter, plainText } from '../../../../core/protocol/plain-text.ts';

test.each([
  'A title',
  'one\ttab\nand\r\nlines',
  'héllo नमस्ते こんにちは',
  // Joiners and marks carry meaning.
  'می\u200cخواهم',
  '👩\u200d👧 ❤\ufe0f',
  'עברית English',
])('words of people are plain: %j', (text) => {
  expect(deceptiveCharacter(text)).toBeUndefined();
  expect(plainText(z.string().min(1)).parse(text)).toBe(text);
});

test.each([
  ['U+0000', 'a\0b'],
  ['U+0007', 'a bell \u0007'],
  ['U+001B', '\u001b[31mred'],
  ['U+007F', 'delete\u007f'],
  ['U+0085', 'next\u0085line'],
  ['U+061C', '\u061ca'],
  ['U+200E', 'a\u200eb'],
  ['U+200F', 'a\u200fb'],
  ['U+202A', '\u202aa'],
  ['U+202E', 'Safe \u202eyduts'],
  ['U+2028', 'a\u2028b'],
  ['U+2029', 'a\u2029b'],
  ['U+2066', 'a\u2066b'],
  ['U+2069', 'a\u2069b'],
  ['U+D83D', 'half \ud83d'],
])('%s deceives its readers, and is named', (name, text) => {
  expect(deceptiveCharacter(text)).toBe(name);
  const { error } = plainText(z.string().min(1)).safeParse(text);
  expect(error?.issues[0]?.message).toBe(
    `expected no control character and no control of writing direction, found ${name}`,
  );
});

test('what the schema refuses by itself stays refused', () => {
  expect(plainText(z.string().min(3)).safeParse('ab').success).toBe(false);
  expect(plainText(z.string()).safeParse(7).success).toBe(false);
});

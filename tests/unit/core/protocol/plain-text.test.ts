import { expect, test } from 'vitest';
import { z } from 'zod';
import { plainText } from '../../../../core/protocol/plain-text.ts';

test.each(['A title', 'two\nlines', 'héllo नमस्ते こんにちは', 'می\u200cخواهم', '👩\u200d👧 ❤\ufe0f', 'עברית English'])(
  'words of people are plain: %j',
  (text) => {
    expect(plainText(z.string().min(1)).parse(text)).toBe(text);
  },
);

test.each([
  ['U+0007', 'a bell \u0007'],
  ['U+202E', 'Safe \u202eyduts'],
  ['U+200F', 'a\u200fb'],
  ['U+2028', 'a\u2028b'],
  ['U+D83D', 'half \ud83d'],
])('%s is refused, and named', (name, text) => {
  const { error } = plainText(z.string().min(1)).safeParse(text);
  expect(error?.issues[0]?.message).toMatch(
    new RegExp(`^${name.replace('+', '[+]')} is an? .*; remove it$|^${name.replace('+', '[+]')} is half`),
  );
});

test('what the schema refuses by itself stays refused', () => {
  expect(plainText(z.string().min(3)).safeParse('ab').success).toBe(false);
  expect(plainText(z.string()).safeParse(7).success).toBe(false);
});

import { expect, test } from 'vitest';
import { otherLanguage } from '../../../core/language-detection.ts';

test.each([
  ['ich komme heute später nach Hause', ['en'], 'de'],
  ['le train était encore en retard', ['en', 'de'], 'fr'],
  ['el tren volvió a llegar tarde', ['en-GB'], 'es'],
  ['電車がまた遅れました', ['en'], 'ja'],
  ['The train was late again and I missed my connection.', ['de'], 'en'],
])('%s is surely none of %j', (text, expected, found) => {
  expect(otherLanguage(text, expected)).toBe(found);
});

test.each([
  ['The train was late again and I missed my connection.', ['en']],
  ['The train was late again and I missed my connection.', ['de', 'en-US']],
  ['set a 4 minute timer', ['en']],
  ['ok', ['en']],
  ['heute nicht', ['en']],
  ['', ['en']],
  ['🙂🙂🙂 🙂 🙂', ['en']],
  ['ich komme heute später nach Hause', ['de-CH']],
  ['ich komme heute später nach Hause', ['gsw']],
])('%j may be one of %j', (text, expected) => {
  expect(otherLanguage(text, expected)).toBe(undefined);
});

import { expect, test } from 'vitest';
import { languagesInWords } from '../../../core/languages.ts';

test('names languages as a reader knows them', () => {
  expect(languagesInWords(['en'], 'en-GB')).toBe('English');
  expect(languagesInWords(['de', 'pt-BR', 'zh-Hant'], 'en-GB')).toBe(
    'German, Brazilian Portuguese and Traditional Chinese',
  );
});

test("names and joins them in the reader's own language", () => {
  expect(languagesInWords(['de', 'en'], 'de')).toBe('Deutsch und Englisch');
  expect(languagesInWords(['de', 'en'], 'fr', 'or')).toBe('allemand ou anglais');
});

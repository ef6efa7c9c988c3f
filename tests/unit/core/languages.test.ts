import { expect, test } from 'vitest';
import { languagesInWords } from '../../../core/languages.ts';

test('names languages as a reader knows them', () => {
  expect(languagesInWords(['en'])).toBe('English');
  expect(languagesInWords(['de', 'pt-BR', 'zh-Hant'])).toBe('German, Brazilian Portuguese and Traditional Chinese');
});

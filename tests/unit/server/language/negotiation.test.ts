import { expect, test } from 'vitest';
import { languageOfAddress, languageOfHeader } from '../../../../server/language/negotiation.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['de', 'de'],
  ['DE', 'de'],
  ['de-AT', 'de'],
  ['es-419, en;q=0.9', 'es'],
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
  // What we have no sentences for is passed over, and weights decide about the rest.
  ['pt-BR, fr;q=0.3, es;q=0.4', 'es'],
  ['zh-Hant-TW, ja;q=0.9, de-AT;q=0.8, en;q=0.7', 'de'],
  ['en;q=0.1, de;q=0.2', 'de'],
  // A region stands for its language, also where that is named later.
  ['de-AT, en;q=0.9, de;q=0.8', 'de'],
  ['en-US, de;q=0.95, en;q=0.9', 'en'],
  // What is excluded is not chosen while something else is left.
  ['de;q=0', 'en'],
  ['de;q=0, *', 'en'],
  ['en;q=0, *;q=0.5', 'de'],
  ['en;q=0, de;q=0, es;q=0, fr;q=0', 'en'],
  ['xx, yy-ZZ', 'en'],
  ['de_AT', 'en'],
  [';;;,,=q="\\', 'en'],
  ['\u0000\uffff<script>', 'en'],
  ['de;q=many', 'en'],
  // Longer than any browser's.
  ['de,'.repeat(2700), 'en'],
  [`de;${'q=1;'.repeat(2000)}`, 'en'],
  ['"'.repeat(8192), 'en'],
])('Accept-Language %j gets %s', (header, language) => {
  expect(languageOfHeader(header)).toBe(language);
});

test.each([
  [{}, undefined],
  [undefined, undefined],
  [{ lang: 'fr' }, 'fr'],
  [{ lang: 'en' }, 'en'],
  [{ lang: 'tlh' }, 'en'],
  [{ lang: '' }, 'en'],
  [{ lang: 'FR' }, 'en'],
  [{ lang: ['de', 'fr'] }, 'en'],
  [{ lang: '../../core/words' }, 'en'],
  [{ lang: 'constructor' }, 'en'],
])('an address with %j asks for %s', (query, language) => {
  expect(languageOfAddress(query)).toBe(language);
});

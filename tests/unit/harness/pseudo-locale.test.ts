import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { pseudoSentence, pseudoWords } from '../../../harness/pseudo-locale.ts';
import { readCatalogue } from '../../catalogues.ts';

test('every word comes twice, in other letters', () => {
  expect(pseudoWords("Don't stop.")).toBe('Ďōń’ţ Ďōń’ţ šţōþ šţōþ.');
  expect(pseudoWords('ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz')).not.toMatch(/[a-z]/i);
});

test('places, tags and plurals stay', () => {
  expect(pseudoSentence('Read <all>the {n, number} texts</all> of {title}.')).toBe(
    'Ŕēàď Ŕēàď <all>ţĥē ţĥē {n, number} ţēẋţš ţēẋţš</all> ōƒ ōƒ {title}.',
  );
  expect(pseudoSentence('{n, plural, one {# draft} other {# drafts of {host}}} left')).toBe(
    '{n, plural, one {# ďŕàƒţ ďŕàƒţ} other {# ďŕàƒţš ďŕàƒţš ōƒ ōƒ {host}}} ĺēƒţ ĺēƒţ',
  );
});

test('every sentence of the catalogue can be said', () => {
  for (const [name, sentence] of Object.entries(readCatalogue('en'))) {
    expect(() => new IntlMessageFormat(pseudoSentence(sentence), 'ar'), name).not.toThrow();
  }
});

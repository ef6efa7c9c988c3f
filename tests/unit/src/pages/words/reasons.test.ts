import { expect, test } from 'vitest';
import { notKeptInWords, reasonInWords } from '../../../../../src/pages/words/reasons.ts';
import { reasonOf } from '../../../../../src/refusal.ts';

test('a reason is said with its values, and with the sentence that follows', () => {
  expect(reasonInWords(reasonOf('reason_study_ended'))).toBe('This study has ended.');
  expect(reasonInWords(reasonOf('reason_later_donation', { count: 9 }))).toMatch(/9 questions wait for a later one\.$/);
  expect(reasonInWords({ key: 'reason_closed', followedBy: 'reason_nothing_sent' })).toBe(
    'This question has closed. Nothing was sent.',
  );
});

test('languages are said by their names', () => {
  const languages = { languages: ['de', 'pt-BR'] };
  expect(reasonInWords(reasonOf('reason_study_foreign_languages', { languages }))).toContain(
    'texts in German and Brazilian Portuguese, which',
  );
});

test('a sentence that an earlier version stored is shown as it is', () => {
  expect(reasonInWords('The round is closed.')).toBe('The round is closed.');
});

test('a word for a field that this version does not know is said in general', () => {
  expect(notKeptInWords('password')).toBe('This field is a password field, or was one.');
  for (const word of ['from-another-version', 'toString']) {
    expect(notKeptInWords(word)).toBe('It is of a kind that is never kept.');
  }
});

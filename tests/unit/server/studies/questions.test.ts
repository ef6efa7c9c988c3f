import { expect, test } from 'vitest';
import type { Question } from '../../../../core/protocol/study.ts';
import { includes, questionOf, questionsOf, type RoundWithTexts } from '../../../../server/studies/questions.ts';

const question: Question = { kind: 'fragments', fewestTexts: 10, epsilon: 2, minimumReports: 100 };
const round = (change: Partial<Question> = {}): RoundWithTexts => {
  const { fewestTexts, ...rest } = { ...question, ...change };
  const list = Array.from({ length: fewestTexts }, (_, i) => `text ${i}`);
  return { title: 'A round', texts: 'texts.txt', windowDays: 30, list, ...rest } as unknown as RoundWithTexts;
};

test('a round asks one question: its kind, its number of texts, its epsilon and its least reports', () => {
  expect(questionOf(round())).toEqual(question);
});

test.each([
  ['the same question', {}, true],
  ['a smaller epsilon', { epsilon: 1.99 }, true],
  ['an epsilon so small that a vote holds two ids', { epsilon: 1.9 }, false],
  ['a larger epsilon', { epsilon: 2.1 }, false],
  ['more reports', { minimumReports: 101 }, true],
  ['fewer reports', { minimumReports: 99 }, false],
  ['fewer texts', { fewestTexts: 9 }, false],
  ['another kind', { kind: 'candidates' }, false],
  // From 11 texts on a vote holds two ids at epsilon 2, so it is true more often.
  ['so many texts that a vote holds more of them', { fewestTexts: 11 }, false],
] as const)('consent to a question, and %s', (_what, change, included) => {
  expect(includes(question, { ...question, ...change })).toBe(included);
});

test('a study asks consent to each question once, and not to those that another one includes', () => {
  const wide = { epsilon: 4, minimumReports: 50 };
  expect(questionsOf([round()])).toEqual([question]);
  expect(questionsOf([round(), round(), round()])).toEqual([question]);
  expect(questionsOf([round(), round(wide), round({ epsilon: 1 })])).toEqual([{ ...question, ...wide }]);
  expect(questionsOf([round(wide), round()])).toEqual([{ ...question, ...wide }]);
});

test('questions of which none includes the other are all asked, in the order of the rounds', () => {
  const candidates = { kind: 'candidates' } as const;
  const stricter = { epsilon: 1, minimumReports: 50 };
  expect(questionsOf([round(candidates), round(), round(stricter)])).toEqual([
    { ...question, ...candidates },
    question,
    { ...question, ...stricter },
  ]);
});

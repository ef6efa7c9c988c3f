import { expect, test } from 'vitest';
import {
  fewestReports,
  questionOf,
  type RoundWithTexts,
  statedQuestions,
} from '../../../../server/studies/questions.ts';

const poll = {
  kind: 'fragments',
  poll: 'which',
  fewestTexts: 10,
  epsilon: 2,
  minimumReports: 100,
  releases: 1,
  windowDays: 30,
};
const round = (change: Partial<typeof poll & { answerRule: string; recentDrafts: number }> = {}): RoundWithTexts => {
  const { fewestTexts, ...rest } = { ...poll, ...change };
  const list = Array.from({ length: fewestTexts }, (_, i) => `text ${i}`);
  return { title: 'A round', texts: 'texts.txt', list, ...rest } as unknown as RoundWithTexts;
};
const candidates = { kind: 'candidates', answerRule: 'closest', recentDrafts: 7 };
const stated = { kind: 'fragments', poll: 'which', fewestTexts: 10, epsilon: 2, windowDays: 30 };

test('a round asks one question: its rule, its texts, its epsilon, its drafts or days, and its least reports', () => {
  const shared = { fewestTexts: 10, epsilon: 2, minimumReports: 100, releases: 1, later: false };
  expect(questionOf(round())).toEqual({ kind: 'fragments', rule: 'which', reach: 30, ...shared });
  expect(questionOf(round({ poll: 'prevalence' }))).toEqual({
    kind: 'fragments',
    rule: 'prevalence',
    reach: 30,
    ...shared,
  });
  expect(questionOf(round(candidates))).toEqual({ kind: 'candidates', rule: 'closest', reach: 7, ...shared });
});

test('a study asks consent to each question once, and not to those that another one includes', () => {
  expect(statedQuestions([round()])).toEqual([stated]);
  expect(statedQuestions([round(), round(), round()])).toEqual([stated]);
  expect(statedQuestions([round(), round({ epsilon: 4 }), round({ epsilon: 1 })])).toEqual([{ ...stated, epsilon: 4 }]);
  expect(statedQuestions([round({ epsilon: 4 }), round()])).toEqual([{ ...stated, epsilon: 4 }]);
  expect(statedQuestions([round({ windowDays: 7 }), round()])).toEqual([stated]);
  // The most releases are stated once, for all questions.
  expect(statedQuestions([round({ releases: 3 }), round()])).toEqual([stated]);
});

test('questions of which none includes the other are all asked, in the order of the rounds', () => {
  expect(statedQuestions([round(candidates), round(), round({ epsilon: 1 })])).toEqual([
    { kind: 'candidates', answerRule: 'closest', fewestTexts: 10, epsilon: 2, recentDrafts: 7 },
    stated,
    { ...stated, epsilon: 1 },
  ]);
  // Yes and no to one phrase is another question than which of them.
  expect(statedQuestions([round(), round({ poll: 'prevalence' })])).toEqual([
    stated,
    { ...stated, poll: 'prevalence' },
  ]);
});

test('the fewest reports of a release are said once, for all rounds', () => {
  expect(fewestReports([round(), round({ minimumReports: 50 }), round({ minimumReports: 200 })])).toBe(50);
});

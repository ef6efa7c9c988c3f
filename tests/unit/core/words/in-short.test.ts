import { expect, test } from 'vitest';
import { defaultCaps } from '../../../../core/privacy/ledger.ts';
import { type Question, questionsOf } from '../../../../core/protocol/consent.ts';
import type { Study, Study2 } from '../../../../core/protocol/study.ts';
import { budgetPart, type Circumstances, studyInShort } from '../../../../core/words/in-short.ts';
import type { WordsSpeaker } from '../../../../core/words/sentence-keys.ts';
import { signStudy } from '../../../../harness/signed-study.ts';
import { english, speakerOf } from '../../../speakers.ts';

const polls = (...epsilons: number[]) =>
  epsilons.map((epsilon): Pick<Question, 'epsilon'> => ({ epsilon })) as Question[];

test.each([
  // Two votes of 4 fill a budget of 8 to the brim; .1 is no sum of halves, and 80 of them fit all the same.
  { epsilons: [4], window: 8, expected: { oneVote: 4, oneOfEach: 4, votesThatFit: 2 } },
  { epsilons: [4, 3, 2], window: 8, expected: { oneVote: 4, oneOfEach: 9, votesThatFit: 2 } },
  { epsilons: [0.1], window: 8, expected: { oneVote: 0.1, oneOfEach: 0.1, votesThatFit: 80 } },
  { epsilons: [4], window: 7.9, expected: { oneVote: 4, oneOfEach: 4, votesThatFit: 1 } },
  { epsilons: [4], window: 0, expected: { oneVote: 4, oneOfEach: 4, votesThatFit: 0 } },
])('votes of epsilon $epsilons in a budget of $window', ({ epsilons, window, expected }) => {
  expect(budgetPart(polls(...epsilons), { window })).toMatchObject({ ...expected, kinds: epsilons.length });
});

const questions: Study2['questions'] = [
  { kind: 'candidates', answerRule: 'random-draft', fewestTexts: 20, epsilon: 4, recentDrafts: 20 },
  { kind: 'fragments', poll: 'which', fewestTexts: 20, epsilon: 1, windowDays: 30 },
];
const { signed } = await signStudy({ study: { questions, laterRounds: null } });

const inShort = (study: Study, circumstances: Partial<Circumstances> = {}, speaker: WordsSpeaker = english) =>
  studyInShort(speaker, study, {
    ...{ host: 'study.example', caps: defaultCaps, spent: undefined, endsOn: '30 June 2027' },
    ...circumstances,
  });

test('says what is asked, what leaves, the odds that hide least, and what a vote uses of the budget', () => {
  const said = inShort(signed.document, { spent: 4 });
  expect(questionsOf(signed.document)).toHaveLength(2);
  expect(said.asks).toEqual([
    'Which of these texts is most like something you wrote?',
    'Have you typed one of these phrases?',
  ]);
  expect(said.leaves.join(' ')).toMatch(/Your words never leave[.].*from study[.]example.*network address/);
  expect(said.odds.probabilityTrue).toBeCloseTo(0.732, 3);
  expect(said.oddsInWords.join(' ')).toMatch(/^With 20 texts .* about 73 times in 100[.].*proves anything.*hides/);
  expect(said.budgetInWords.slice(1)).toEqual([
    'One vote here uses at most 4 of it.',
    'One vote on each of the 2 kinds of question below uses at most 5.',
    'If every vote uses that much, 2 votes fit into 30 days.',
    'You have used 4 of it in the last 30 days.',
  ]);
});

test('says of one kind of question, and of a ledger without a charge or that cannot be read, no more than there is', () => {
  const one = { ...signed.document, questions: questions.slice(1) } as Study2;
  for (const spent of [0, undefined]) {
    const { budgetInWords, oddsInWords } = inShort(one, { spent });
    expect(budgetInWords).toHaveLength(3);
    expect(oddsInWords).toHaveLength(2);
  }
});

test.each([
  [undefined, 'most 4 of it'],
  [{ perReport: 4, window: 0 }, 'no vote fits'],
  [{ perReport: 4, window: 4 }, '1 vote fits'],
])('with caps %j', (caps = defaultCaps, words) => {
  const { budgetInWords } = inShort(signed.document, { caps });
  expect(budgetInWords.join(' ')).toContain(words);
});

test('writes numbers as the locale does', () => {
  const small = { ...signed.document, questions: [{ ...questions[1], epsilon: 0.5 }] } as Study2;
  const said = inShort(small, { spent: 1.5 }, speakerOf('de'));
  expect(said.budgetInWords.join(' ')).toMatch(/0,5.*1,5/);
});

import { expect, test } from 'vitest';
import { realisedEpsilon, subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import {
  consentCovers,
  consentedOdds,
  includes,
  questionCovers,
  questionsOf,
  withoutRedundant,
} from '../../../../core/protocol/consent.ts';
import type { RoundManifest } from '../../../../core/protocol/manifest.ts';
import type { Study1, Study2 } from '../../../../core/protocol/study.ts';

type Bounds = Pick<
  Study2,
  'format' | 'questions' | 'laterRounds' | 'budgets' | 'cohorts' | 'releases' | 'minimumReports'
>;
const bounds: Bounds = {
  format: 'data-donor/study/2',
  questions: [{ kind: 'candidates', answerRule: 'random-draft', fewestTexts: 40, epsilon: 4, recentDrafts: 20 }],
  laterRounds: null,
  budgets: { rounds: 5, bytes: 1_000_000, leastEpsilon: 0.5 },
  cohorts: 3,
  releases: 2,
  minimumReports: 200,
};
const candidateRound = {
  format: 'data-donor/round/2',
  kind: 'candidates',
  answerRule: 'random-draft',
  recentDrafts: 20,
  texts: { count: 40 },
  mechanism: subsetSelection(41, 4),
  release: { releases: 2, minimumReports: 200 },
  cohorts: [0, 1, 2],
};
const poll = {
  ...candidateRound,
  kind: 'fragments',
  poll: 'which',
  windowDays: 30,
};
const covers = (study: Partial<Bounds>, round: object = {}, base: object = candidateRound) =>
  consentCovers({ ...bounds, ...study } as Study2, { ...base, ...round } as RoundManifest);

test('a consent covers the round that it was written for, and one that asks less', () => {
  expect(covers({})).toBe(true);
  expect(covers({}, { texts: { count: 50 }, mechanism: subsetSelection(51, 2) })).toBe(true);
  expect(covers({}, { recentDrafts: 1, release: { releases: 1, minimumReports: 1_000 }, cohorts: [2] })).toBe(true);
});

test.each([
  ['a larger epsilon', { mechanism: subsetSelection(41, 4.1) }],
  ['an epsilon below the least one', { mechanism: subsetSelection(41, 0.4) }],
  ['fewer texts', { texts: { count: 39 }, mechanism: subsetSelection(40, 4) }],
  ['more recent drafts', { recentDrafts: 21 }],
  ['another way to answer', { answerRule: 'closest' }],
  ['more releases', { release: { releases: 3, minimumReports: 200 } }],
  ['fewer reports a release', { release: { releases: 2, minimumReports: 199 } }],
  ['a cohort that the study does not have', { cohorts: [1, 3] }],
  // The same epsilon, but true more often than the consent page said.
  ['more ids in a vote', { mechanism: { ...subsetSelection(41, 4), subsetSize: 2 } }],
])('a consent does not cover %s', (_what, change) => {
  expect(covers({}, change)).toBe(false);
});

test('an epsilon that is realised a little below the least one is still that one', () => {
  expect(covers({ budgets: { ...bounds.budgets, leastEpsilon: 4 } })).toBe(true);
});

test('a poll is covered by a question of its own kind only, within its days', () => {
  const asks = { kind: 'fragments', poll: 'which', fewestTexts: 40, epsilon: 4, windowDays: 30 } as const;
  expect(covers({}, {}, poll)).toBe(false);
  expect(covers({ questions: [asks] }, {}, poll)).toBe(true);
  expect(covers({ questions: [{ ...asks, windowDays: 29 }] }, {}, poll)).toBe(false);
  expect(covers({ questions: [{ ...asks, poll: 'prevalence' }] }, {}, poll)).toBe(false);
});

test('later rounds may ask what the study says, in the ways that its questions name', () => {
  const laterRounds = { fewestTexts: 12, epsilon: 2, recentDrafts: 100, windowDays: 7 };
  const later = { texts: { count: 12 }, mechanism: subsetSelection(13, 2), recentDrafts: 100 };
  expect(covers({}, later)).toBe(false);
  expect(covers({ laterRounds }, later)).toBe(true);
  expect(covers({ laterRounds }, { ...later, texts: { count: 11 }, mechanism: subsetSelection(12, 2) })).toBe(false);
  expect(covers({ laterRounds }, { ...later, answerRule: 'closest' })).toBe(false);
  // No poll was named, so none may come later.
  expect(covers({ laterRounds }, { ...later, windowDays: 7 }, poll)).toBe(false);
  expect(questionsOf({ ...bounds, laterRounds } as Study2)).toEqual([
    {
      kind: 'candidates',
      rule: 'random-draft',
      fewestTexts: 40,
      epsilon: 4,
      reach: 20,
      minimumReports: 200,
      releases: 2,
      later: false,
    },
    {
      kind: 'candidates',
      rule: 'random-draft',
      fewestTexts: 12,
      epsilon: 2,
      reach: 100,
      minimumReports: 200,
      releases: 2,
      later: true,
    },
  ]);
});

test('the odds of a prevalence poll are those of yes and no, however many fragments there are', () => {
  const asked = { fewestTexts: 40, epsilon: 4 };
  expect(consentedOdds({ ...asked, rule: 'prevalence' })).toBe(supportProbabilities(subsetSelection(2, 4)).p);
  expect(consentedOdds({ ...asked, rule: 'prevalence' })).toBeCloseTo(0.982, 3);
  expect(consentedOdds({ ...asked, rule: 'which' })).toBeCloseTo(0.577, 3);
});

test('a study of the first version covers rounds of the first version as before', () => {
  const study = {
    format: 'data-donor/study/1',
    questions: [{ kind: 'candidates', fewestTexts: 40, epsilon: 4, minimumReports: 200 }],
    cohorts: 1,
  } as Study1;
  const { cohorts: _c, ...round } = candidateRound;
  const first = { ...round, format: 'data-donor/round/1', release: { plan: 'at-close', minimumReports: 200 } };
  expect(consentCovers(study, { ...first, recentDrafts: 500 } as unknown as RoundManifest)).toBe(true);
  expect(consentCovers(study, { ...first, texts: { count: 39 } } as unknown as RoundManifest)).toBe(false);
  // A later round of the second version stays within the one release that was agreed to.
  expect(consentCovers(study, candidateRound as unknown as RoundManifest)).toBe(false);
});

test('a consent to several questions covers a round that any one of them covers', () => {
  const [covering] = bounds.questions as [Study2['questions'][number]];
  const other = { kind: 'fragments', poll: 'which', fewestTexts: 40, epsilon: 4, windowDays: 30 } as const;
  expect(covers({ questions: [other, covering] })).toBe(true);
  expect(covers({ questions: [covering, other] })).toBe(true);
  expect(covers({ questions: [other, other] })).toBe(false);
});

const asked = { kind: 'candidates', rule: 'random-draft', reach: 20, releases: 1, minimumReports: 50 } as const;

test('a larger epsilon needs another consent, even where so many texts make a vote true less often', () => {
  const question = { ...asked, fewestTexts: 4, epsilon: 1, later: false };
  const mechanism = { ...subsetSelection(41, 2), subsetSize: 1 };
  const single = { ...asked, textCount: 40, mechanism };
  expect(supportProbabilities(mechanism).p).toBeLessThan(consentedOdds(question));
  expect(questionCovers(question, single)).toBe(false);
  // Epsilon at the bound, a little below it and a little above it.
  const epsilon = realisedEpsilon(mechanism);
  expect(questionCovers({ ...question, epsilon }, single)).toBe(true);
  expect(questionCovers({ ...question, epsilon: epsilon + 1e-9 }, single)).toBe(true);
  expect(questionCovers({ ...question, epsilon: epsilon - 1e-9 }, single)).toBe(false);
});

test('fewer texts need another consent, even where a vote is true less often', () => {
  const question = { ...asked, fewestTexts: 40, epsilon: 2, later: false };
  const mechanism = { ...subsetSelection(40, 2), subsetSize: 1 };
  expect(supportProbabilities(mechanism).p).toBeLessThan(consentedOdds(question));
  expect(questionCovers(question, { ...asked, textCount: 39, mechanism })).toBe(false);
  expect(questionCovers({ ...question, fewestTexts: 39 }, { ...asked, textCount: 39, mechanism })).toBe(true);
});

test.each([
  ['the same question', {}, true],
  ['a smaller epsilon', { epsilon: 1.99 }, true],
  ['an epsilon so small that a vote holds two ids', { epsilon: 1.9 }, false],
  ['a larger epsilon', { epsilon: 2.1 }, false],
  ['more reports', { minimumReports: 51 }, true],
  ['fewer reports', { minimumReports: 49 }, false],
  ['fewer texts', { fewestTexts: 9 }, false],
  ['fewer drafts', { reach: 19 }, true],
  ['more drafts', { reach: 21 }, false],
  ['another way to answer', { rule: 'closest' }, false],
  // From 11 texts on a vote holds two ids at epsilon 2, so it is true more often.
  ['so many texts that a vote holds more of them', { fewestTexts: 11 }, false],
] as const)('consent to a question, and %s', (_what, change, included) => {
  const question = { ...asked, fewestTexts: 10, epsilon: 2, later: false };
  expect(includes(question, { ...question, ...change })).toBe(included);
});

test('a question is asked once, and not when another one includes it; the first of two that are the same stays', () => {
  const question = { ...asked, fewestTexts: 10, epsilon: 2, later: false };
  const wide = { ...question, epsilon: 4 };
  const poll = { ...question, kind: 'fragments' as const, rule: 'which' as const };
  expect(withoutRedundant([question, { ...question, later: true }])).toEqual([question]);
  expect(withoutRedundant([question, wide])).toEqual([wide]);
  expect(withoutRedundant([wide, question])).toEqual([wide]);
  expect(withoutRedundant([question, poll])).toEqual([question, poll]);
  expect(withoutRedundant([])).toEqual([]);
});

test('polls of the first version may look back 30 days, and later polls as far as the study says', () => {
  const first = {
    format: 'data-donor/study/1',
    questions: [{ kind: 'fragments', fewestTexts: 40, epsilon: 4, minimumReports: 200 }],
  } as Study1;
  expect(questionsOf(first)).toMatchObject([{ rule: 'which', reach: 30, releases: 1, later: false }]);
  const laterRounds = { fewestTexts: 12, epsilon: 2, recentDrafts: 100, windowDays: 7 };
  const questions = [{ kind: 'fragments', poll: 'which', fewestTexts: 40, epsilon: 4, windowDays: 30 }] as const;
  expect(questionsOf({ ...bounds, questions: [...questions], laterRounds } as Study2)).toMatchObject([
    { rule: 'which', reach: 30, later: false },
    { rule: 'which', reach: 7, later: true },
  ]);
});

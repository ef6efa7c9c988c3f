import {
  realisedEpsilon,
  type SubsetSelection,
  subsetSelection,
  supportProbabilities,
} from '../privacy/subset-selection.ts';
import { cohortsOf, type RoundManifest, releasePlanOf } from './manifest.ts';
import { budgetsOf, type Study } from './study.ts';

/** How a device finds its answer: a rule for candidate rounds, or a kind of fragment poll. */
export type AnswerRule = 'random-draft' | 'closest' | 'which' | 'prevalence';

/** One kind of question that the consent covers; every number is a bound. */
export interface Question {
  readonly kind: 'candidates' | 'fragments';
  readonly rule: AnswerRule;
  /** Fewest texts that such a round may offer. */
  readonly fewestTexts: number;
  /** Largest epsilon that one report of such a round may spend. */
  readonly epsilon: number;
  /** Most recent drafts that a candidate round may choose from, or most days that a poll may look back. */
  readonly reach: number;
  /** Fewest new reports of each release. */
  readonly minimumReports: number;
  /** Most releases of such a round. */
  readonly releases: number;
  /** Bounds of rounds that are not written yet. */
  readonly later: boolean;
}

/** Everything that rounds of a study may ask, those that are not written yet included. */
export function questionsOf(study: Study): Question[] {
  if (study.format === 'data-donor/study/1') {
    return study.questions.map((question) => ({
      ...question,
      rule: question.kind === 'candidates' ? 'random-draft' : 'which',
      // The first version did not bound this; these are the largest numbers that its rounds can hold.
      reach: question.kind === 'candidates' ? 500 : 30,
      releases: 1,
      later: false,
    }));
  }
  const { minimumReports, releases, laterRounds } = study;
  const stated = study.questions.map((question): Question => {
    const { kind, fewestTexts, epsilon } = question;
    const shared = { kind, fewestTexts, epsilon, minimumReports, releases, later: false };
    return question.kind === 'candidates'
      ? { ...shared, rule: question.answerRule, reach: question.recentDrafts }
      : { ...shared, rule: question.poll, reach: question.windowDays };
  });
  if (!laterRounds) return stated;
  const { fewestTexts, epsilon, recentDrafts, windowDays } = laterRounds;
  const later = [...new Map(stated.map(({ kind, rule }) => [rule, kind]))].map(
    ([rule, kind]): Question => ({
      kind,
      rule,
      fewestTexts,
      epsilon,
      reach: kind === 'candidates' ? recentDrafts : windowDays,
      minimumReports,
      releases,
      later: true,
    }),
  );
  return withoutRedundant([...stated, ...later]);
}

/** Whether consent to `wide` is consent to everything that consent to `narrow` covers (docs/decisions/0004). */
export const includes = (wide: Question, narrow: Question): boolean =>
  questionCovers(wide, {
    ...narrow,
    textCount: narrow.fewestTexts,
    mechanism: mechanismOf(narrow.rule, narrow.fewestTexts, narrow.epsilon),
  });

/** The questions without those that another one includes. */
export function withoutRedundant<Each extends Question>(questions: readonly Each[]): Each[] {
  const redundant = (question: Each, i: number): boolean =>
    questions.some((other, j) => i !== j && includes(other, question) && (j < i || !includes(question, other)));
  return questions.filter((question, i) => !redundant(question, i));
}

/** The optimal mechanism of a round: over its texts and "none", or over "no" and "yes" for one fragment. */
export const mechanismOf = (rule: AnswerRule, texts: number, epsilon: number): SubsetSelection =>
  subsetSelection(rule === 'prevalence' ? 2 : texts + 1, epsilon);

/** Largest probability that a vote of such a question holds the true answer: the odds that the consent page states. */
export const consentedOdds = ({ rule, fewestTexts, epsilon }: Pick<Question, 'rule' | 'fewestTexts' | 'epsilon'>) =>
  supportProbabilities(mechanismOf(rule, fewestTexts, epsilon)).p;

/** What a round asks, as consent is held against it. */
export interface Asked extends Omit<Question, 'fewestTexts' | 'epsilon' | 'later'> {
  readonly textCount: number;
  readonly mechanism: SubsetSelection;
}

/**
 * Whether consent to `question` is consent to what a round asks: it asks in the same way, spends no more, offers no
 * fewer texts, looks at no more drafts, releases no more often and from no fewer reports, and its votes are true no
 * more often. The last does not follow from the others: a mechanism with larger subsets, whether a server chose it
 * freely or the optimum has grown with the number of texts, holds the true answer more often at the same epsilon.
 */
export const questionCovers = (question: Question, asked: Asked): boolean =>
  question.kind === asked.kind &&
  question.rule === asked.rule &&
  asked.textCount >= question.fewestTexts &&
  asked.reach <= question.reach &&
  asked.releases <= question.releases &&
  asked.minimumReports >= question.minimumReports &&
  realisedEpsilon(asked.mechanism) <= question.epsilon &&
  supportProbabilities(asked.mechanism).p <= consentedOdds(question);

/** What a round asks. */
export function askedBy(round: RoundManifest): Asked {
  const { kind, texts, mechanism } = round;
  const shared = { kind, textCount: texts.count, mechanism, ...releasePlanOf(round) };
  return round.kind === 'candidates'
    ? { ...shared, rule: round.answerRule, reach: round.recentDrafts }
    : { ...shared, rule: round.poll, reach: round.windowDays };
}

/** Whether the consent given to `study` covers `round` (P9). */
export function consentCovers(study: Study, round: RoundManifest): boolean {
  const asked = askedBy(round);
  return (
    cohortsOf(round).every((cohort) => cohort < study.cohorts) &&
    realisedEpsilon(round.mechanism) >= leastRealised(budgetsOf(study).leastEpsilon) &&
    questionsOf(study).some((question) => questionCovers(question, asked))
  );
}

/** A mechanism's realised epsilon falls short of the one it was made for, by less than 2^-19. */
const leastRealised = (epsilon: number): number => epsilon - 2 ** -19;

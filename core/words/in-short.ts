import type { Caps } from '../privacy/ledger.ts';
import { type Question, questionsOf } from '../protocol/consent.ts';
import type { Study } from '../protocol/study.ts';
import { questionTitle } from './consent-questions.ts';
import { epsilonInWords, hidingInWords, type QuestionOdds, questionOdds, questionOddsInWords } from './odds.ts';
import type { WordsSpeaker } from './sentence-keys.ts';

/** The part of the volunteer's budget of 30 days that votes of a study can use, in epsilon. */
export interface BudgetPart {
  /** What one vote uses at most. */
  readonly oneVote: number;
  /** What one vote on each kind of question uses at most; more than the budget, if need be. */
  readonly oneOfEach: number;
  readonly kinds: number;
  /** How many votes fit into 30 days if each uses the most. */
  readonly votesThatFit: number;
  readonly window: number;
}

/** Kinds of question differ in what they ask or in what a vote on them may cost. */
export function budgetPart(questions: readonly Question[], { window }: Pick<Caps, 'window'>): BudgetPart {
  const oneVote = Math.max(...questions.map(({ epsilon }) => epsilon));
  return {
    oneVote,
    oneOfEach: questions.reduce((sum, { epsilon }) => sum + epsilon, 0),
    kinds: questions.length,
    // As the ledger adds: two votes of 4 fit a budget of 8, and what 0.1 lacks in binary costs no vote.
    votesThatFit: Math.floor(window / oneVote + 1e-9),
    window,
  };
}

/** What a study asks and costs, as the first box of the consent page says it. */
export interface StudyInShort {
  readonly asks: readonly string[];
  readonly more: string;
  readonly byItself: string;
  readonly leaves: readonly string[];
  /** Of the kind of question that hides its answer least. */
  readonly odds: QuestionOdds;
  readonly oddsInWords: readonly string[];
  readonly budget: BudgetPart;
  readonly budgetInWords: readonly string[];
  readonly undone: string;
  readonly ends: string;
}

/** What the study does not say of itself. */
export interface Circumstances {
  /** Of the study server. */
  readonly host: string;
  /** Of the volunteer. */
  readonly caps: Caps;
  /** Epsilon of the last 30 days; undefined when the ledger cannot be read, or is none of the reader's. */
  readonly spent: number | undefined;
  /** The day on which the study ends, in words. */
  readonly endsOn: string;
}

export function studyInShort(
  speaker: WordsSpeaker,
  study: Study,
  { host, caps, spent, endsOn }: Circumstances,
): StudyInShort {
  const { say } = speaker;
  const questions = questionsOf(study);
  const leastHidden = questions.reduce((least, question) =>
    questionOdds(question).probabilityTrue > questionOdds(least).probabilityTrue ? question : least,
  );
  const odds = questionOdds(leastHidden);
  const budget = budgetPart(questions, caps);
  const { oneVote, oneOfEach, kinds, votesThatFit, window } = budget;
  const epsilon = (value: number): string => epsilonInWords(speaker, value);
  return {
    asks: [...new Set(questions.map(({ rule }) => questionTitle(speaker, rule)))],
    more: say('consent_short_more'),
    byItself: say('consent_short_by_itself'),
    leaves: [say('consent_short_vote'), say('consent_short_fetch', { host })],
    odds,
    oddsInWords: [
      questionOddsInWords(speaker, leastHidden, odds),
      hidingInWords(speaker, odds.probabilityTrue),
      ...(kinds > 1 ? [say('consent_short_most')] : []),
    ],
    budget,
    budgetInWords: [
      say('consent_short_limit', { window: epsilon(window) }),
      say('consent_short_one', { one: epsilon(oneVote) }),
      ...(kinds > 1 ? [say('consent_short_each', { kinds, each: epsilon(oneOfEach) })] : []),
      say('consent_short_fit', { votes: votesThatFit }),
      ...(spent !== undefined && spent > 0 ? [say('consent_short_spent', { spent: epsilon(spent) })] : []),
    ],
    undone: say('consent_short_undone'),
    ends: say('consent_short_ends_on', { endsOn }),
  };
}

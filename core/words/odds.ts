import { consentedOdds, mechanismOf, type Question } from '../protocol/consent.ts';
import type { WordsSpeaker } from './sentence-keys.ts';

export type { Question };

/** What a question of a study means for one volunteer, computed from the signed study alone. */
export interface QuestionOdds {
  /** Probability that a vote holds the true answer, at most. */
  readonly probabilityTrue: number;
  /** How many answers one vote names. */
  readonly answersInVote: number;
  /** e^epsilon: the most by which a vote can shift the odds between any two answers. */
  readonly largestShift: number;
}

/** The odds of a `question`: no round that the consent covers is true more often (core/protocol/study.ts). */
export const questionOdds = (question: Pick<Question, 'rule' | 'fewestTexts' | 'epsilon'>): QuestionOdds => ({
  probabilityTrue: consentedOdds(question),
  answersInVote: mechanismOf(question.rule, question.fewestTexts, question.epsilon).subsetSize,
  largestShift: Math.exp(question.epsilon),
});

/** A probability as whole times in 100, never rounded to "always" or "never". */
export const timesInHundred = (probability: number): number => Math.min(99, Math.max(1, Math.round(probability * 100)));

/** "about 73 times in 100". */
export const oddsInWords = ({ say }: WordsSpeaker, probability: number): string =>
  say('odds_times', { times: timesInHundred(probability) });

/** How well a vote hides its answer, in words that follow its odds. */
export function hidingInWords({ say }: WordsSpeaker, probabilityTrue: number): string {
  const times = timesInHundred(probabilityTrue);
  if (times < 75) return say('odds_hide_well');
  if (times < 90) return say('odds_hint');
  return say('odds_hide_little');
}

/** The odds of a vote on a question, with what there is to choose from: "With 20 phrases, your true answer is …". */
export function questionOddsInWords(
  { say }: WordsSpeaker,
  { rule, fewestTexts }: Pick<Question, 'rule' | 'fewestTexts'>,
  { probabilityTrue, answersInVote }: QuestionOdds,
): string {
  const choices = rule === 'prevalence' ? 'answers' : rule === 'which' ? 'phrases' : 'texts';
  const shared = { choices, count: fewestTexts, times: timesInHundred(probabilityTrue) };
  return answersInVote === 1
    ? say('odds_of_one_answer', shared)
    : say('odds_of_several_answers', { ...shared, answers: answersInVote });
}

/** "55 to 1"; one decimal below ten, where whole numbers would be too coarse. */
export const shiftInWords = ({ say }: WordsSpeaker, factor: number): string =>
  say('odds_shift', { factor: factor < 10 ? Number(factor.toFixed(1)) : Math.round(factor) });

/** By locale: a list of receipts shows many, and a new one takes longer than all else of a row. */
const epsilonFormats = new Map<string, Intl.NumberFormat>();

/** Epsilon as people write it: at most three decimals, no trailing zeros. */
export function epsilonInWords({ locale }: WordsSpeaker, epsilon: number): string {
  const format = epsilonFormats.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  epsilonFormats.set(locale, format);
  return format.format(epsilon);
}

/** A share such as .0495 as "5%"; one decimal below ten per cent. */
export const shareInWords = ({ locale }: WordsSpeaker, share: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

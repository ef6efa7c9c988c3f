import { consentedOdds, mechanismOf, type Question } from '../protocol/consent.ts';

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
export function oddsInWords(probability: number): string {
  const times = timesInHundred(probability);
  return `about ${times} ${times === 1 ? 'time' : 'times'} in 100`;
}

/** How well a vote hides its answer, in words that follow its odds. */
export function hidingInWords(probabilityTrue: number): string {
  const times = timesInHundred(probabilityTrue);
  if (times < 75) return 'So no single vote proves anything about you.';
  if (times < 90) return 'So a single vote is a strong hint at your answer, and no proof of it.';
  return 'So whoever sees a single vote can be nearly sure of your answer.';
}

/** The odds for the consent page; `choices` says what there is to choose from, such as "20 phrases". */
export function questionOddsInWords(choices: string, { probabilityTrue, answersInVote }: QuestionOdds): string {
  const odds = oddsInWords(probabilityTrue);
  return answersInVote === 1
    ? `With ${choices}, your true answer is in your vote ${odds}; otherwise the vote is another answer, drawn at random.`
    : `With ${choices}, a vote names ${answersInVote} answers. Your true answer is one of them ${odds}; otherwise all of them are others, drawn at random.`;
}

/** "55 to 1"; one decimal below ten, where whole numbers would be too coarse. */
export const shiftInWords = (factor: number): string =>
  `${factor < 10 ? Number(factor.toFixed(1)) : Math.round(factor).toLocaleString('en-GB')} to 1`;

/** Epsilon as people write it: at most three decimals, no trailing zeros. */
export const epsilonInWords = (epsilon: number): string => String(Number(epsilon.toFixed(3)));

/** A share such as .0495 as "5 %"; one decimal below ten per cent. */
export const shareInWords = (share: number): string => {
  const percent = share * 100;
  return `${Number(percent < 10 ? percent.toFixed(1) : percent.toFixed(0))} %`;
};

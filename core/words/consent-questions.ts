import type { AnswerRule } from '../protocol/consent.ts';
import { crowdInWords } from './crowds.ts';
import {
  epsilonInWords,
  hidingInWords,
  type Question,
  type QuestionOdds,
  questionOdds,
  questionOddsInWords,
  shiftInWords,
} from './odds.ts';

interface Wording {
  readonly title: string;
  /** What a vote chooses from. */
  choices(fewestTexts: number): string;
  how(fewestTexts: number, reach: number): string;
}

const texts = (count: number): string => (count === 1 ? '1 text' : `${count} texts`);
const phrases = (count: number): string => (count === 1 ? '1 phrase' : `${count} phrases`);

const wordings: Record<AnswerRule, Wording> = {
  'random-draft': {
    title: 'Which of these texts is most like something you wrote?',
    choices: texts,
    how: (fewestTexts, reach) =>
      `Your browser draws one of your ${reach} most recent drafts and compares it, on this device, with ${fewestTexts} or more texts that the researchers wrote. The answer is the closest text, or “none of these”.`,
  },
  closest: {
    title: 'Which of these texts comes closest to anything you wrote?',
    choices: texts,
    how: (fewestTexts, reach) =>
      `Your browser compares your ${reach} most recent drafts, on this device, with ${fewestTexts} or more texts that the researchers wrote. The answer is the text of the closest pair, or “none of these”.`,
  },
  which: {
    title: 'Have you typed one of these phrases?',
    choices: phrases,
    how: (fewestTexts, reach) =>
      `Your browser looks in your drafts of the last ${reach} days, on this device, for ${fewestTexts} or more short phrases that the researchers chose. The answer is one of the phrases it finds, or “none of these”.`,
  },
  prevalence: {
    title: 'Have you typed this phrase?',
    choices: () => 'the answers yes and no',
    how: (fewestTexts, reach) =>
      `Your browser draws one of ${fewestTexts} or more short phrases that the researchers chose, and looks for it in your drafts of the last ${reach} days, on this device. The answer is yes or no. Which phrase was drawn is sent with the vote; it says nothing about you.`,
  },
};

/** What the consent page says of one kind of question. */
export interface QuestionInWords {
  readonly title: string;
  readonly how: string;
  /** Only of rounds that are not written yet. */
  readonly later: string | undefined;
  readonly odds: QuestionOdds;
  readonly oddsInWords: string;
  readonly hiding: string;
  readonly loss: string;
  readonly crowd: string;
}

/** The words of the consent page about a question, for the page itself and for whoever wants to read it before. */
export function questionInWords(question: Question): QuestionInWords {
  const { rule, fewestTexts, reach, later, epsilon } = question;
  const { title, choices, how } = wordings[rule];
  const odds = questionOdds(question);
  return {
    title,
    how: how(fewestTexts, reach),
    later: later ? 'These rounds are not written yet. None is answered that goes beyond these bounds.' : undefined,
    odds,
    oddsInWords: questionOddsInWords(choices(fewestTexts), odds),
    hiding: hidingInWords(odds.probabilityTrue),
    loss: `Privacy loss (epsilon) of one such vote: at most ${epsilonInWords(epsilon)}. Whoever sees the vote, whatever they know or compute, can shift the odds between any two possible answers of yours by no more than ${shiftInWords(odds.largestShift)}.`,
    crowd: crowdInWords(question),
  };
}

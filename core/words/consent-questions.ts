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
import type { WordsKey, WordsSpeaker } from './sentence-keys.ts';

/** What is asked, and how the device finds its answer. */
const wordings: Readonly<Record<AnswerRule, { readonly title: WordsKey; readonly how: WordsKey }>> = {
  'random-draft': { title: 'consent_random_draft', how: 'consent_random_draft_how' },
  closest: { title: 'consent_closest', how: 'consent_closest_how' },
  which: { title: 'consent_which', how: 'consent_which_how' },
  prevalence: { title: 'consent_prevalence', how: 'consent_prevalence_how' },
};

/** What a question asks, in one sentence. */
export const questionTitle = ({ say }: WordsSpeaker, rule: AnswerRule): string => say(wordings[rule].title);

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
export function questionInWords(speaker: WordsSpeaker, question: Question): QuestionInWords {
  const { say } = speaker;
  const { rule, fewestTexts: texts, reach, later, epsilon } = question;
  const odds = questionOdds(question);
  return {
    title: questionTitle(speaker, rule),
    how: say(wordings[rule].how, { texts, reach }),
    later: later ? say('consent_later_rounds') : undefined,
    odds,
    oddsInWords: questionOddsInWords(speaker, question, odds),
    hiding: hidingInWords(speaker, odds.probabilityTrue),
    loss: say('consent_loss', {
      epsilon: epsilonInWords(speaker, epsilon),
      shift: shiftInWords(speaker, odds.largestShift),
    }),
    crowd: crowdInWords(speaker, question),
  };
}

import type { AnswerRule } from '../../../core/protocol/consent.ts';
import { OddsDots } from '../parts/odds-dots.tsx';
import { crowdInWords } from '../words/crowds.ts';
import {
  epsilonInWords,
  hidingInWords,
  type Question,
  questionOdds,
  questionOddsInWords,
  shiftInWords,
} from '../words/odds.ts';

interface Props {
  readonly questions: readonly Question[];
}

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

/** Each kind of question that the consent covers, with its odds. */
export function ConsentQuestions({ questions }: Props) {
  return (
    <div class="stack">
      <h3>What it may ask, and how well each answer is hidden</h3>
      {questions.map((question) => {
        const odds = questionOdds(question);
        const { title, choices, how } = wordings[question.rule];
        return (
          <section class="question" key={JSON.stringify(question)}>
            <h4>
              {title} {question.later && <span class="tag">later rounds</span>}
            </h4>
            <p>{how(question.fewestTexts, question.reach)}</p>
            {question.later && <p>These rounds are not written yet. None is answered that goes beyond these bounds.</p>}
            <div class="question-odds">
              <OddsDots probability={odds.probabilityTrue} />
              <p>
                <strong>{questionOddsInWords(choices(question.fewestTexts), odds)}</strong>{' '}
                {hidingInWords(odds.probabilityTrue)}
              </p>
            </div>
            <p class="muted">
              Privacy loss (epsilon) of one such vote: at most {epsilonInWords(question.epsilon)}. Whoever sees the
              vote, whatever they know or compute, can shift the odds between any two possible answers of yours by no
              more than {shiftInWords(odds.largestShift)}.
            </p>
            <p>{crowdInWords(question)}</p>
          </section>
        );
      })}
    </div>
  );
}

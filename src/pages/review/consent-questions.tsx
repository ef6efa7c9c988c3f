import { OddsDots } from '../parts/odds-dots.tsx';
import { crowdInWords } from '../words/crowds.ts';
import { epsilonInWords, type Question, questionOdds, questionOddsInWords, shiftInWords } from '../words/odds.ts';

interface Props {
  readonly questions: readonly Question[];
}

const kinds: Record<Question['kind'], { title: string; noun: string; how(fewestTexts: number): string }> = {
  candidates: {
    title: 'Which of these texts is most like something you wrote?',
    noun: 'texts',
    how: (fewestTexts) =>
      `Your browser draws one of your recent drafts and compares it, on this device, with ${fewestTexts} or more texts that the researchers wrote. The answer is the closest text, or “none of these”.`,
  },
  fragments: {
    title: 'Have you typed one of these phrases?',
    noun: 'phrases',
    how: (fewestTexts) =>
      `Your browser looks in your recent drafts, on this device, for ${fewestTexts} or more short phrases that the researchers chose. The answer is one of the phrases it finds, or “none of these”.`,
  },
};

/** Each kind of question that the consent covers, with its odds. */
export function ConsentQuestions({ questions }: Props) {
  return (
    <div class="stack">
      <h3>What it may ask, and how well each answer is hidden</h3>
      {questions.map((question) => {
        const odds = questionOdds(question);
        const { title, noun, how } = kinds[question.kind];
        return (
          <section class="question" key={`${question.kind} ${question.fewestTexts} ${question.epsilon}`}>
            <h4>{title}</h4>
            <p>{how(question.fewestTexts)}</p>
            <div class="question-odds">
              <OddsDots probability={odds.probabilityTrue} />
              <p>
                <strong>{questionOddsInWords(`${question.fewestTexts} ${noun}`, odds)}</strong> So no single vote proves
                anything about you.
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

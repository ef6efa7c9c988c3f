import { questionInWords } from '../../../core/words/consent-questions.ts';
import type { Question } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import { OddsDots } from '../parts/odds-dots.tsx';

interface Props {
  readonly questions: readonly Question[];
}

/** Each kind of question that the consent covers, with its odds. */
export function ConsentQuestions({ questions }: Props) {
  return (
    <div class="stack">
      <h3>What it may ask, and how well each answer is hidden</h3>
      {questions.map((question) => {
        const { title, how, later, odds, oddsInWords, hiding, loss, crowd } = questionInWords(speaker, question);
        return (
          <section class="question" key={JSON.stringify(question)}>
            <h4>
              {title} {later !== undefined && <span class="tag">later rounds</span>}
            </h4>
            <p>{how}</p>
            {later !== undefined && <p>{later}</p>}
            <div class="question-odds">
              <OddsDots probability={odds.probabilityTrue} />
              <p>
                <strong>{oddsInWords}</strong> {hiding}
              </p>
            </div>
            <p class="muted">{loss}</p>
            <p>{crowd}</p>
          </section>
        );
      })}
    </div>
  );
}

import { questionInWords } from '../../../core/words/consent-questions.ts';
import type { Question } from '../../../core/words/odds.ts';
import { say, speaker } from '../../language/say.ts';
import { OddsDots } from '../parts/odds-dots.tsx';

/** Each kind of question that the consent covers, with its odds. */
export const ConsentQuestions = ({ questions }: { readonly questions: readonly Question[] }) => (
  <div>
    {questions.map((question) => {
      const { title, how, later, odds, oddsInWords, hiding, loss, crowd } = questionInWords(speaker, question);
      return (
        <section class="question" key={JSON.stringify(question)}>
          <h4>
            {title} {later !== undefined && <span class="tag">{say('review_later_tag')}</span>}
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

import { languagesInWords } from '../../../core/languages.ts';
import type { Caps } from '../../../core/privacy/ledger.ts';
import { questionsOf } from '../../../core/protocol/consent.ts';
import { languagesOf, type Study } from '../../../core/protocol/study.ts';
import { limitsInWords } from '../../../core/words/consent-limits.ts';
import { say, speaker } from '../../language/say.ts';
import { dateInWords } from '../words/time.ts';
import { ConsentQuestions } from './consent-questions.tsx';

interface Props {
  readonly study: Study;
  readonly caps: Caps;
  readonly host: string;
}

/** All that Data Donor works out from the signed study. */
export function ConsentDetails({ study, caps, host }: Props) {
  const endsOn = dateInWords(Date.parse(study.endsAt));
  const { leaves, looking, undone, retention, limits, trust } = limitsInWords(speaker, study, host, caps, endsOn);
  const questions = questionsOf(study);
  return (
    <details class="voice-ours in-full">
      <summary>
        <h2>{say('review_details')}</h2>
      </summary>
      <div class="voice">
        <p>{say('review_computed')}</p>
        <h3>{say('review_questions')}</h3>
        <ConsentQuestions questions={questions} />
        {questions.some(({ kind }) => kind === 'candidates') && (
          <p>{say('review_languages', { languages: languagesInWords(languagesOf(study), speaker.locale, 'or') })}</p>
        )}
        <h3>{say('review_leaves')}</h3>
        <ul>
          {leaves.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
        <h3>{say('review_when')}</h3>
        <p>{looking}</p>
        <h3>{say('review_undone')}</h3>
        <p>{undone}</p>
        <p>{retention}</p>
        <h3>{say('review_limits')}</h3>
        <p>{limits}</p>
        <h3>{say('review_trust')}</h3>
        <p>{trust}</p>
      </div>
    </details>
  );
}

import { defaultCaps } from '../../core/privacy/ledger.ts';
import { questionsOf } from '../../core/protocol/consent.ts';
import type { Study } from '../../core/protocol/study.ts';
import { limitsInWords } from '../../core/words/consent-limits.ts';
import { questionInWords } from '../../core/words/consent-questions.ts';
import type { Question } from '../../core/words/odds.ts';
import { InShort } from '../../look/in-short.tsx';
import type { Preview } from '../studies/previews.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { Paragraphs } from './study-words.tsx';
import { isolated, theirs } from './theirs.ts';
import { useReader } from './visit.ts';

interface PreviewConsentPageProps {
  readonly preview: Preview;
  readonly study: Study;
  /** Host of the server, as volunteers see it. */
  readonly host: string;
}

/** `/previews/:address/consent` */
export function PreviewConsentPage({ preview, study, host }: PreviewConsentPageProps) {
  const reader = useReader();
  const { say, time } = reader;
  const words = theirs(study);
  const caps = defaultCaps;
  const endsOn = time(study.endsAt);
  const { leaves, looking, undone, retention, limits, trust } = limitsInWords(reader, study, host, caps, endsOn);
  return (
    <PreviewFrame preview={preview} title={say('preview_consent_title', { title: isolated(study.title) })}>
      <h1>{say('preview_consent_heading')}</h1>
      <p class="lead">{say(preview.stored.publishedRounds === 0 ? 'preview_consent_new' : 'preview_consent_open')}</p>

      <InShort
        speaker={reader}
        study={study}
        whose={say('preview_short_whose')}
        host={host}
        caps={caps}
        spent={undefined}
        endsOn={endsOn}
      />

      <h2>{say('preview_researchers')}</h2>
      <Paragraphs texts={study.consent} words={words} />
      <h3>{say('preview_privacy_policy')}</h3>
      <Paragraphs texts={study.privacyPolicy} words={words} />
      <h3>{say('preview_withdrawing')}</h3>
      <Paragraphs texts={[study.withdrawal]} words={words} />

      <h2>{say('preview_asks')}</h2>
      {questionsOf(study).map((question) => (
        <QuestionWords key={JSON.stringify(question)} question={question} />
      ))}

      <h2>{say('preview_leaves')}</h2>
      <ul class="prose">
        {leaves.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <Paragraphs texts={[looking]} />
      <h2>{say('preview_undone')}</h2>
      <Paragraphs texts={[undone, retention]} />
      <h2>{say('preview_limits')}</h2>
      <Paragraphs texts={[limits]} />
      <h2>{say('preview_trust')}</h2>
      <Paragraphs texts={[trust]} />
    </PreviewFrame>
  );
}

function QuestionWords({ question }: { readonly question: Question }) {
  const reader = useReader();
  const { title, how, later, oddsInWords, hiding, loss, crowd } = questionInWords(reader, question);
  return (
    <section class="prose">
      <h3>
        {title} {later !== undefined && <span class="badge">{reader.say('preview_later')}</span>}
      </h3>
      <p>{how}</p>
      {later !== undefined && <p>{later}</p>}
      <p>
        <strong>{oddsInWords}</strong> {hiding}
      </p>
      <p>{loss}</p>
      <p>{crowd}</p>
    </section>
  );
}

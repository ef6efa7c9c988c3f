import { defaultCaps } from '../../core/privacy/ledger.ts';
import { questionsOf } from '../../core/protocol/consent.ts';
import type { Study } from '../../core/protocol/study.ts';
import { limitsInWords } from '../../core/words/consent-limits.ts';
import { questionInWords } from '../../core/words/consent-questions.ts';
import { inEnglish } from '../language.ts';
import type { Preview } from '../studies/previews.ts';
import { PreviewFrame } from './preview-page.tsx';
import { Paragraphs } from './study-words.tsx';
import { time } from './wording.ts';

interface PreviewConsentPageProps {
  readonly preview: Preview;
  readonly study: Study;
  /** Host of the server, as volunteers see it. */
  readonly host: string;
}

/** `/previews/:address/consent` */
export function PreviewConsentPage({ preview, study, host }: PreviewConsentPageProps) {
  const { leaves, looking, undone, retention, limits, trust } = limitsInWords(
    inEnglish,
    study,
    host,
    defaultCaps,
    time(study.endsAt),
  );
  return (
    <PreviewFrame preview={preview} title={`Consent to “${study.title}”`}>
      <h1>What the consent says</h1>
      <p class="lead">
        {preview.stored.publishedRounds === 0
          ? 'Volunteers read this in the extension before they decide. The extension works it out again by itself from the signed study.'
          : 'Volunteers have consented to this, and the new questions stay within it. Nobody is asked again.'}
      </p>

      <h2>What the researchers say</h2>
      <Paragraphs texts={study.consent} />
      <h3>Their privacy policy</h3>
      <Paragraphs texts={study.privacyPolicy} />
      <h3>What can and cannot be withdrawn</h3>
      <Paragraphs texts={[study.withdrawal]} />

      <h2>What it may ask, and how well each answer is hidden</h2>
      {questionsOf(study).map((question) => {
        const { title, how, later, oddsInWords, hiding, loss, crowd } = questionInWords(inEnglish, question);
        return (
          <section class="prose" key={JSON.stringify(question)}>
            <h3>
              {title} {later !== undefined && <span class="badge">later rounds</span>}
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
      })}

      <h2>What leaves this browser</h2>
      <ul class="prose">
        {leaves.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <Paragraphs texts={[looking]} />
      <h2>What cannot be undone</h2>
      <Paragraphs texts={[undone, retention]} />
      <h2>Your limits</h2>
      <Paragraphs texts={[limits]} />
      <h2>How far to trust the result</h2>
      <Paragraphs texts={[trust]} />
    </PreviewFrame>
  );
}

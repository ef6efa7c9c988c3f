import type { ComponentChildren } from 'preact';
import { languagesOf, type Study } from '../../core/protocol/study.ts';
import { languagesInEnglish } from '../language.ts';
import { retentionInWords, time } from './wording.ts';

interface StudyWordsProps {
  readonly study: Study;
  /** Further facts: terms and their descriptions. */
  readonly children: ComponentChildren;
}

/** What the researchers of a study say, and who they are. */
export function StudyWords({ study, children }: StudyWordsProps) {
  return (
    <>
      <h2>Consent</h2>
      <Paragraphs texts={study.consent} />

      <h2>Privacy policy</h2>
      <Paragraphs texts={study.privacyPolicy} />

      <h2>Withdrawing</h2>
      <Paragraphs texts={[study.withdrawal]} />

      <h2>Who answers for it</h2>
      <dl class="facts">
        <dt>Data controller</dt>
        <dd>{study.controller.name}</dd>
        <dt>Contact</dt>
        <dd>{study.controller.contact}</dd>
        <dt>Ends</dt>
        <dd>
          <time dateTime={study.endsAt}>{time(study.endsAt)}</time>
        </dd>
        <dt>Single votes</dt>
        <dd>{retentionInWords(study)}</dd>
        <dt>Languages</dt>
        <dd>{languagesInEnglish(languagesOf(study))}</dd>
        <dt>Embedding model</dt>
        <dd>{study.model.id}</dd>
        {children}
      </dl>
    </>
  );
}

export const Paragraphs = ({ texts }: { readonly texts: readonly string[] }) => (
  <div class="prose">
    {texts.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </div>
);

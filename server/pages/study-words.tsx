import type { ComponentChildren } from 'preact';
import { languagesInWords } from '../../core/languages.ts';
import { languagesOf, type Study } from '../../core/protocol/study.ts';
import { type Theirs, theirs } from './theirs.ts';
import { useReader } from './visit.ts';
import { retentionInWords } from './wording.ts';

interface StudyWordsProps {
  readonly study: Study;
  /** Further facts: terms and their descriptions. */
  readonly children: ComponentChildren;
}

/** What the researchers of a study say, and who they are. */
export function StudyWords({ study, children }: StudyWordsProps) {
  const reader = useReader();
  const { say, time, locale } = reader;
  const words = theirs(study);
  return (
    <>
      <h2>{say('study_consent')}</h2>
      <Paragraphs texts={study.consent} words={words} />

      <h2>{say('study_privacy_policy')}</h2>
      <Paragraphs texts={study.privacyPolicy} words={words} />

      <h2>{say('study_withdrawing')}</h2>
      <Paragraphs texts={[study.withdrawal]} words={words} />

      <h2>{say('study_who')}</h2>
      <dl class="facts">
        <dt>{say('study_controller')}</dt>
        <dd {...words}>{study.controller.name}</dd>
        <dt>{say('study_contact')}</dt>
        <dd {...words}>{study.controller.contact}</dd>
        <dt>{say('study_ends')}</dt>
        <dd>
          <time dateTime={study.endsAt}>{time(study.endsAt)}</time>
        </dd>
        <dt>{say('study_votes')}</dt>
        <dd>{retentionInWords(reader, study)}</dd>
        <dt>{say('study_languages')}</dt>
        <dd>{languagesInWords(languagesOf(study), locale)}</dd>
        <dt>{say('study_model')}</dt>
        <dd>{study.model.id}</dd>
        {children}
      </dl>
    </>
  );
}

/** Paragraphs of the page's own words, or of the researchers'. */
export const Paragraphs = ({ texts, words }: { readonly texts: readonly string[]; readonly words?: Theirs }) => (
  <div class="prose">
    {texts.map((text) => (
      <p key={text} {...words}>
        {text}
      </p>
    ))}
  </div>
);

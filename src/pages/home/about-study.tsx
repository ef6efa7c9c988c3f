import { say } from '../../language/say.ts';
import type { StudyRecord } from '../../storage/database.ts';
import { Quoted, QuotedParagraphs } from '../parts/quoted.tsx';
import { fingerprintInWords } from '../words/origins.ts';
import { dateInWords } from '../words/time.ts';

/** Who asks, in their own words, and how to check that everybody is shown the same. */
export function AboutStudy({ study }: { readonly study: StudyRecord }) {
  const { document } = study.signed;
  const head = study.log.at(-1);
  return (
    <details>
      <summary>{say('home_about')}</summary>
      <div class="stack">
        <div class="voice voice-researcher">
          <QuotedParagraphs texts={[document.summary]} />
        </div>
        <dl class="facts facts-short">
          <div>
            <dt>{say('home_about_contact')}</dt>
            <dd>
              <p>
                <Quoted words={document.controller.name} />
              </p>
              <p>
                <Quoted words={document.controller.contact} />
              </p>
              <p class="muted small">{say('home_about_unchecked')}</p>
            </dd>
          </div>
          <div>
            <dt>{say('home_about_server')}</dt>
            <dd>
              <code>{study.server}</code>
            </dd>
          </div>
          {study.joinedAt !== null && (
            <div>
              <dt>{say('home_about_joined')}</dt>
              <dd>{dateInWords(study.joinedAt)}</dd>
            </div>
          )}
          <div>
            <dt>{say('home_about_ends')}</dt>
            <dd>{dateInWords(Date.parse(document.endsAt))}</dd>
          </div>
          {head !== undefined && (
            <div>
              <dt>{say('home_about_head')}</dt>
              <dd>
                <code class="hash">{fingerprintInWords(head)}</code>
                <p class="muted small">{say('home_about_head_text')}</p>
              </dd>
            </div>
          )}
        </dl>
      </div>
    </details>
  );
}

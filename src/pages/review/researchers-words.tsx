import type { Study } from '../../../core/protocol/study.ts';
import { say } from '../../language/say.ts';
import { Quoted, QuotedParagraphs } from '../parts/quoted.tsx';

/** What the researchers wrote, visibly theirs: the headings alone are ours. */
export function ResearchersWords({ study }: { readonly study: Study }) {
  const { title, summary, controller, consent, privacyPolicy, withdrawal } = study;
  return (
    <section class="voice voice-researcher" aria-labelledby="researchers">
      <h2 id="researchers">{say('review_researchers')}</h2>
      <p class="muted">{say('review_unchecked')}</p>
      <p class="quoted-title">
        <Quoted words={title} />
      </p>
      <QuotedParagraphs texts={[summary, ...consent]} />
      <dl class="facts facts-short">
        <div>
          <dt>{say('review_responsible')}</dt>
          <dd>
            <Quoted words={controller.name} />
          </dd>
        </div>
        <div>
          <dt>{say('review_contact')}</dt>
          <dd>
            <Quoted words={controller.contact} />
          </dd>
        </div>
      </dl>
      <h3>{say('review_privacy_policy')}</h3>
      <QuotedParagraphs texts={privacyPolicy} />
      <h3>{say('review_withdrawal')}</h3>
      <QuotedParagraphs texts={[withdrawal]} />
    </section>
  );
}

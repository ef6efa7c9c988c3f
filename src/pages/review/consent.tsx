import type { StudyId } from '../../../core/ids.ts';
import { languagesInWords } from '../../../core/languages.ts';
import { questionsOf } from '../../../core/protocol/consent.ts';
import { kindOf, languagesOf, type SignedStudy } from '../../../core/protocol/study.ts';
import { requestDataCollection } from '../../browser.ts';
import { speaker } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { fingerprintInWords, hostInWords } from '../words/origins.ts';
import { dateInWords } from '../words/time.ts';
import { ConsentLimits } from './consent-limits.tsx';
import { ConsentQuestions } from './consent-questions.tsx';

interface Props {
  readonly id: StudyId;
  readonly server: string;
  readonly signed: SignedStudy;
  onDecided(decision: 'joined' | 'declined'): void;
}

const Paragraphs = ({ texts }: { readonly texts: readonly string[] }) => (
  <>
    {texts.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </>
);

/** The study's own words and, kept apart from them, what Data Donor computed from the signed document. */
export function Consent({ id, server, signed, onDecided }: Props) {
  const study = signed.document;
  const { value: settings } = useStored(readSettings);
  const { value: joined } = useStored(joinedStudies);
  const corrected = study.format === 'data-donor/study/2' ? study.corrects?.study : undefined;
  const earlier = joined?.find((record) => record.id === corrected)?.signed.document;
  const { busy, refusal, run } = useCommand();
  const host = hostInWords(server);

  const accept = async () => {
    // Firefox grants this only inside the click: nothing may be awaited before this line.
    const permission = requestDataCollection();
    const joined = await run(async () => {
      if (!(await permission)) return refused('reason_join_no_data_collection');
      return send('join-study', { study: id, server });
    });
    if (joined) onDecided('joined');
  };
  const decline = async () => {
    if (await run(() => send('decline-study', { study: id }))) onDecided('declined');
  };

  return (
    <article class="stack-l">
      <header class="stack">
        <p class="eyebrow">Study at {host}</p>
        <h1 tabIndex={-1}>{study.title}</h1>
        <p class="lead">{study.summary}</p>
        {kindOf(study) === 'demo' && (
          <Notice tone="plain">
            This is a demonstration. It works like a study, and its votes are real votes, but nobody uses its results.
          </Notice>
        )}
        {earlier && (
          <Notice tone="plain">
            It takes the place of “{earlier.title}”, which you joined. If you accept, that study is left, and your
            answers and your budget carry over. If you decline, nothing of either is answered.
          </Notice>
        )}
        <dl class="facts facts-short">
          <div>
            <dt>Responsible</dt>
            <dd>{study.controller.name}</dd>
          </div>
          <div>
            <dt>Contact</dt>
            <dd>{study.controller.contact}</dd>
          </div>
          <div>
            <dt>Languages</dt>
            <dd>{languagesInWords(languagesOf(study), speaker.locale)}</dd>
          </div>
          <div>
            <dt>Ends</dt>
            <dd>{dateInWords(Date.parse(study.endsAt))}</dd>
          </div>
          <div>
            <dt>Document</dt>
            <dd>
              <code class="hash">{fingerprintInWords(id, 16)} …</code>
              <span class="muted small"> matches the link and its signature</span>
            </dd>
          </div>
        </dl>
      </header>

      <section class="voice voice-researcher" aria-labelledby="consent-text">
        <h2 id="consent-text">What the researchers say</h2>
        <Paragraphs texts={study.consent} />
        <h3>Their privacy policy</h3>
        <Paragraphs texts={study.privacyPolicy} />
        <h3>What can and cannot be withdrawn</h3>
        <p>{study.withdrawal}</p>
      </section>

      <section class="voice voice-ours" aria-labelledby="computed">
        <h2 id="computed">What Data Donor works out from the signed study</h2>
        <p>
          These numbers are not the researchers' claims. Data Donor computed them here, on your device. Whatever the
          server sends later, a round that spends more or offers fewer texts is not answered.
        </p>
        <ConsentQuestions questions={questionsOf(study)} />
        {questionsOf(study).some(({ kind }) => kind === 'candidates') && (
          <p>
            Only drafts in {languagesInWords(languagesOf(study), speaker.locale, 'or')} are compared with the
            researchers' texts. A draft that is surely in another language has no part in the answer. When Data Donor is
            not sure, it counts.
          </p>
        )}
        {settings && <ConsentLimits study={study} settings={settings} host={host} />}
      </section>

      <section class="stack" aria-labelledby="decide">
        <h2 id="decide">Your decision</h2>
        <p>
          Both answers are fine. If you decline, nothing more is sent and the permission to reach {host} is given back.
          If you accept, you can pause or leave at any time.
        </p>
        <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
        <div class="actions actions-equal">
          <button type="button" class="primary" onClick={accept} disabled={busy}>
            Accept and join
          </button>
          <button type="button" onClick={decline} disabled={busy}>
            Decline
          </button>
        </div>
      </section>
    </article>
  );
}

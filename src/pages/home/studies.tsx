import type { Database, StudyRecord } from '../../database.ts';
import { joinedStudies } from '../../donation/study-store.ts';
import { send } from '../../messages.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { fingerprintInWords } from '../words/origins.ts';
import { dateInWords } from '../words/time.ts';

const readStudies = async (database: Database) =>
  (await joinedStudies(database)).sort((a, b) => (b.joinedAt ?? 0) - (a.joinedAt ?? 0));

export function Studies() {
  const { value: studies, reload } = useStored(readStudies);
  return (
    <>
      {studies?.length === 0 && (
        <p class="lead">
          You have joined no study. A study gives you a join link; paste it below to see what it asks of you.
        </p>
      )}
      {studies?.map((study) => (
        <Joined key={study.id} study={study} onLeft={reload} />
      ))}
      <section class="stack" aria-labelledby="join">
        <h2 id="join">Join a study</h2>
        <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
      </section>
    </>
  );
}

function Joined({ study, onLeft }: { readonly study: StudyRecord; onLeft(): Promise<void> }) {
  const { busy, refusal, run } = useCommand();
  const { document } = study.signed;
  const head = study.log.at(-1);
  const leave = async () => {
    await run(() => send('leave-study', { study: study.id }));
    await onLeft();
  };
  return (
    <article class="card stack" aria-labelledby={`study-${study.id}`}>
      <div class="stack-s">
        <h2 id={`study-${study.id}`}>{document.title}</h2>
        <p>{document.summary}</p>
      </div>
      {study.problem !== null && (
        <Notice tone="warning">
          The last look at this study's rounds failed, so none was answered. {study.problem}
        </Notice>
      )}
      <dl class="facts facts-short">
        <div>
          <dt>Study server</dt>
          <dd>
            <code>{study.server}</code>
          </dd>
        </div>
        <div>
          <dt>Contact</dt>
          <dd>
            {document.controller.name}, {document.controller.contact}
          </dd>
        </div>
        {study.joinedAt !== null && (
          <div>
            <dt>Joined</dt>
            <dd>{dateInWords(study.joinedAt)}</dd>
          </div>
        )}
        <div>
          <dt>Ends</dt>
          <dd>{dateInWords(Date.parse(document.endsAt))}</dd>
        </div>
        <div>
          <dt>Rounds seen</dt>
          <dd class="figure">{study.log.length}</dd>
        </div>
        <div>
          <dt>Log head</dt>
          <dd>
            {head === undefined ? (
              'No round seen yet'
            ) : (
              <>
                <code class="hash">{fingerprintInWords(head)}</code>
                <p class="muted small">
                  Compare it with the results page or with another volunteer. If two of you see different heads at the
                  same time, the server tells you different histories.
                </p>
              </>
            )}
          </dd>
        </div>
      </dl>
      <details>
        <summary>Read again what you agreed to</summary>
        <div class="voice voice-researcher">
          {[...document.consent, ...document.privacyPolicy, document.withdrawal].map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      </details>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
      <div class="actions actions-explained">
        <button type="button" class="danger" disabled={busy} onClick={leave}>
          Leave this study
        </button>
        <p class="muted small">
          Cancels what still waits for this study and gives back the permission to reach its server. Votes already sent
          stay counted: nobody can find them again.
        </p>
      </div>
    </article>
  );
}

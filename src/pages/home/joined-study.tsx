import { formatJoinLink } from '../../../core/protocol/join-link.ts';
import { kindOf } from '../../../core/protocol/study.ts';
import { send } from '../../messages.ts';
import type { StudyView } from '../device/read-studies.ts';
import { textsAddress } from '../device/titles.ts';
import { useCommand } from '../device/use-command.ts';
import { reviewAddress } from '../parts/join-form.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { fingerprintInWords } from '../words/origins.ts';
import { reasonInWords } from '../words/reasons.ts';
import { isNew, roundInWords } from '../words/rounds.ts';
import { dateInWords } from '../words/time.ts';

/** The newest ones; a server may show thousands. */
const mostRoundsShown = 50;

interface Props {
  readonly view: StudyView;
  readonly now: number;
  onLeft(): Promise<void>;
}

/** One joined study: who is responsible, what happened with its rounds, how to check its log, how to leave. */
export function JoinedStudy({ view: { study, rounds }, now, onLeft }: Props) {
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
        <h2 id={`study-${study.id}`}>
          {document.title} {kindOf(document) === 'demo' && <span class="tag">demonstration</span>}
        </h2>
        <p>{document.summary}</p>
      </div>
      {study.correction && (
        <Notice tone="warning">
          The researchers have corrected this study. Nothing is answered until you have decided about the new version.
          Your answers and your budget carry over.{' '}
          <a href={reviewAddress(formatJoinLink({ server: study.server, ...study.correction }))}>
            Read the corrected study
          </a>
        </Notice>
      )}
      {study.problem !== null && !study.correction && (
        <Notice tone="warning">
          The last look at this study's rounds failed, so none was answered. {reasonInWords(study.problem)}
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
          <dt>Rounds</dt>
          <dd>
            {rounds.length === 0 && 'None seen yet'}
            {rounds.length > mostRoundsShown && (
              <p class="muted">
                The newest {mostRoundsShown} of {rounds.length}:
              </p>
            )}
            {rounds.slice(-mostRoundsShown).map((round) => (
              <p key={round.record.round}>
                {isNew(round, now) && <span class="tag">new</span>} <bdi>{round.record.signed.document.title}</bdi>:{' '}
                <span class="muted">{roundInWords(round, now)}</span>
                {round.record.textsCameAt !== undefined && (
                  <>
                    {' '}
                    <a
                      href={textsAddress(round.record)}
                      aria-label={`Read the texts of ${round.record.signed.document.title}`}
                    >
                      Read its texts
                    </a>
                  </>
                )}
              </p>
            ))}
          </dd>
        </div>
        {head !== undefined && (
          <div>
            <dt>Log head</dt>
            <dd>
              <code class="hash">{fingerprintInWords(head)}</code>
              <p class="muted small">
                Compare it with the results page or with another volunteer. If two of you see different heads at the
                same time, the server tells you different histories.
              </p>
            </dd>
          </div>
        )}
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
        <button type="button" class="danger" disabled={busy} aria-describedby={`study-${study.id}`} onClick={leave}>
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

import { useState } from 'preact/hooks';
import { formatJoinLink } from '../../../core/protocol/join-link.ts';
import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { StudiesView, StudyView } from '../device/read-studies.ts';
import { useCommand } from '../device/use-command.ts';
import { reviewAddress } from '../parts/join-form.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { reasonInWords } from '../words/reasons.ts';
import { type Status, statusInWords, studyStatus } from '../words/statuses.ts';

interface Props {
  readonly view: StudyView;
  readonly all: StudiesView;
  readonly now: number;
  onLooked(): Promise<void>;
}

/** How a study stands and what comes next, with what can be done about it. */
export function StudyStatus({ view, all, now, onLooked }: Props) {
  const [first, ...others] = studyStatus(view, all, now);
  const { study } = view;
  return (
    <div class="status stack-s">
      {first && <Leading status={first} study={study} now={now} />}
      {others.map((status) => (
        <p key={status.kind} class="muted">
          {statusInWords(status, now)}
          <ToReceipts status={status} />
        </p>
      ))}
      <TryAgain failed={first?.kind === 'problem'} onLooked={onLooked} />
    </div>
  );
}

function Leading({ status, study, now }: { status: Status; study: StudyView['study']; now: number }) {
  const words = statusInWords(status, now);
  if (status.kind === 'corrected' && study.correction) {
    return (
      <Notice tone="warning">
        {words}{' '}
        <a href={reviewAddress(formatJoinLink({ server: study.server, ...study.correction }))}>
          {say('home_status_read_corrected')}
        </a>
      </Notice>
    );
  }
  if (status.kind === 'problem') {
    return (
      <Notice tone="warning">
        <p>{reasonInWords(status.reason)}</p>
        <p>{words}</p>
      </Notice>
    );
  }
  return (
    <p class="status-first">
      {words}
      <ToReceipts status={status} />
    </p>
  );
}

const ToReceipts = ({ status }: { readonly status: Status }) =>
  status.kind === 'waiting' ? (
    <>
      {' '}
      <a href="#receipts">{say('home_status_see_waiting', { count: status.count })}</a>
    </>
  ) : null;

/** Looks at the questions of all studies at once, while the last look at this one has failed. */
function TryAgain({ failed, onLooked }: { readonly failed: boolean; onLooked(): Promise<void> }) {
  const { busy, refusal, run } = useCommand();
  const [tried, setTried] = useState(false);
  const look = async () => {
    setTried((await run(() => send('look-for-rounds', {}))) !== undefined);
    await onLooked();
  };
  return (
    <>
      <Announcements>
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {tried && !busy && refusal === null && (
          <p class="muted">{say(failed ? 'home_status_tried_in_vain' : 'home_status_tried')}</p>
        )}
      </Announcements>
      {(failed || busy || tried) && (
        <div class="actions">
          <button type="button" aria-disabled={busy} onClick={look}>
            {say(busy ? 'home_status_trying' : failed ? 'home_status_try_again' : 'home_status_look_again')}
          </button>
        </div>
      )}
    </>
  );
}

import { useState } from 'preact/hooks';
import { say, tell } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { StudyView } from '../device/read-studies.ts';
import { useCommand } from '../device/use-command.ts';
import { Quoted } from '../parts/quoted.tsx';
import { Confirm, Consequences } from './confirm.tsx';

interface Props {
  readonly view: StudyView;
  onLeft(): Promise<void>;
}

/** Asks once more, then leaves a study. */
export function LeaveStudy({ view: { study, waiting }, onLeft }: Props) {
  const { busy, refusal, run } = useCommand();
  const [asked, setAsked] = useState(false);
  const leave = async () => {
    if (!(await run(() => send('leave-study', { study: study.id })))) return;
    setAsked(false);
    await onLeft();
  };
  return (
    <div class="actions">
      <button
        type="button"
        class="danger"
        aria-haspopup="dialog"
        aria-describedby={`study-${study.id}`}
        onClick={() => setAsked(true)}
      >
        {say('home_leave')}
      </button>
      <Confirm
        open={asked}
        title={tell('home_leave_title', { title: <Quoted words={study.signed.document.title} /> })}
        confirm={say('home_leave_confirm')}
        cancel={say('home_leave_cancel')}
        busy={busy}
        refusal={refusal}
        onConfirm={leave}
        onCancel={() => setAsked(false)}
      >
        <Consequences
          goes={say('home_leave_goes', { count: waiting.length })}
          stays={say('home_leave_stays')}
          ends={say('home_leave_ends')}
        />
      </Confirm>
    </div>
  );
}

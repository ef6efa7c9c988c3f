import { useState } from 'preact/hooks';
import { send } from '../../messages.ts';
import { useCommand } from '../device/use-command.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** Deletes all that can be deleted, after saying what stays and why. */
export function Erase() {
  const [stage, setStage] = useState<'idle' | 'asked' | 'erased'>('idle');
  const { busy, refusal, run } = useCommand();
  const erase = async () => {
    if (await run(() => send('erase-everything', {}))) setStage('erased');
  };
  return (
    <section class="stack" aria-labelledby="erase">
      <h2 id="erase">Erase</h2>
      <p>
        Leaves all studies, cancels what waits, deletes drafts, receipts, answers, allowed sites and settings from this
        device, and gives back every permission to reach a server or site.
      </p>
      <p>
        Four things are kept: the charges of the ledger, the ids of studies, the hashes of rounds already answered, and
        caps that you have lowered. Without them a study could ask the same again, and the caps would start from nothing
        or rise. They hold no text and no answer.
      </p>
      <Announcements>
        {stage === 'erased' && (
          <Notice tone="good">
            Erased. Only charges, study ids, hashes of answered rounds and lowered caps are left.
          </Notice>
        )}
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {stage === 'asked' && <Notice tone="warning">This cannot be undone. Votes already sent stay counted.</Notice>}
      </Announcements>
      <div class="actions">
        {stage === 'asked' ? (
          <>
            <button type="button" class="danger" disabled={busy} onClick={erase}>
              Yes, erase all of it
            </button>
            <button type="button" disabled={busy} onClick={() => setStage('idle')}>
              Keep everything
            </button>
          </>
        ) : (
          <button type="button" class="danger" onClick={() => setStage('asked')}>
            Erase everything
          </button>
        )}
      </div>
    </section>
  );
}

import { send } from '../../messages.ts';
import type { WithdrawnStudy } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { Notice } from '../parts/notice.tsx';
import { dateInWords } from '../words/time.ts';

/** Says that a study was withdrawn, until it has been read. */
export function Withdrawn({ study: { study, title, at } }: { readonly study: WithdrawnStudy }) {
  const { busy, run } = useCommand();
  return (
    <Notice tone="warning">
      <div class="stack-s">
        <p>
          The researchers of “{title}” have withdrawn their study. On {dateInWords(at)} this device left it and
          cancelled what still waited. Nothing more is sent to it.
        </p>
        <div class="actions">
          <button type="button" disabled={busy} onClick={() => run(() => send('forget-withdrawn-study', { study }))}>
            I have read this
          </button>
        </div>
      </div>
    </Notice>
  );
}

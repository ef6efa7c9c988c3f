import { send } from '../../messages.ts';
import type { WithdrawnStudy } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { Notice } from '../parts/notice.tsx';
import { dateInWords } from '../words/time.ts';

const whyLeft = {
  'no-host': 'Your browser no longer lets Data Donor reach the server of this study:',
  'no-data-collection':
    'You have taken back the consent to data collection in Firefox. Data Donor is paused, and keeps no drafts until you resume it. About this study:',
} as const;

/** Says that a study was withdrawn, or left for want of a permission, until it has been read. */
export function Withdrawn({ study: { study, title, at, lost } }: { readonly study: WithdrawnStudy }) {
  const { busy, run } = useCommand();
  return (
    <Notice tone="warning">
      <div class="stack-s">
        <p>
          {lost === undefined ? (
            <>
              The researchers of “<bdi>{title}</bdi>” have withdrawn their study.
            </>
          ) : (
            <>
              {whyLeft[lost]} “<bdi>{title}</bdi>”.
            </>
          )}{' '}
          On {dateInWords(at)} this device left it and cancelled what still waited. Nothing more is sent to it.
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

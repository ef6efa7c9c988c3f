import { say } from '../../language/say.ts';
import { waitingReports } from '../../reports/report-store.ts';
import { useStored } from '../device/use-stored.ts';
import { dueInWords } from '../words/time.ts';

/** Reports that wait, each with the way to cancel it. */
export function WaitingReports({ paused }: { readonly paused: boolean }) {
  const { value: waiting, now } = useStored(waitingReports, (reports) => reports.map(({ sendAt }) => sendAt));
  if (!waiting || waiting.length === 0) return null;
  return (
    <section class="stack-s" aria-labelledby="waiting">
      <h2 id="waiting">{say('popup_waiting')}</h2>
      <ul class="waiting-reports">
        {waiting.map(({ round, roundTitle, sendAt }) => (
          <li key={round}>
            <bdi>{roundTitle}</bdi>
            <br />
            <span class="muted">{dueInWords(sendAt, now, paused)}</span> ·{' '}
            <a
              href="../home/index.html#receipts"
              target="_blank"
              aria-label={say('popup_see_or_cancel_report', { title: roundTitle })}
              rel="noopener"
            >
              {say('popup_see_or_cancel')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

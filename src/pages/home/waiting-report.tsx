import { epsilonInWords, oddsInWords } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { WaitingSummary } from '../../reports/report-store.ts';
import { useCommand } from '../device/use-command.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { dueInWords, momentInWords } from '../words/time.ts';

interface Props {
  readonly report: WaitingSummary;
  readonly now: number;
  onCancelled(): Promise<void>;
}

/** A sealed report before it leaves; shows neither vote nor answer (P8). */
export function WaitingReport({ report, now, onCancelled }: Props) {
  const { busy, refusal, run } = useCommand();
  const cancel = async () => {
    await run(() => send('cancel-report', { study: report.study, round: report.round }));
    await onCancelled();
  };
  const title = `waiting-${report.round}`;
  return (
    <article class="card stack-s" aria-labelledby={title}>
      <div class="heading-row">
        <h3 id={title}>{report.roundTitle}</h3>
        <span class="tag tag-waiting">waiting</span>
      </div>
      <p class="muted">{report.studyTitle}</p>
      <dl class="facts facts-short">
        <div>
          <dt>Leaves</dt>
          <dd class="figure">
            {momentInWords(report.sendAt)} <span class="muted">({dueInWords(report.sendAt, now)})</span>
          </dd>
        </div>
        {report.attempts > 0 && (
          <div>
            <dt>Tried</dt>
            <dd class="figure">
              {report.attempts === 1 ? 'Once' : `${report.attempts} times`} without an answer from the server; the same
              bytes are sent again
            </dd>
          </div>
        )}
        <div>
          <dt>Odds</dt>
          <dd>The vote holds the true answer {oddsInWords(speaker, report.oddsTrue)}</dd>
        </div>
        <div>
          <dt>Charged</dt>
          <dd>epsilon {epsilonInWords(speaker, report.epsilon)}, when it was sealed</dd>
        </div>
      </dl>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
      <div class="actions actions-explained">
        <button type="button" class="danger" disabled={busy} aria-describedby={title} onClick={cancel}>
          Cancel
        </button>
        <p class="muted small">
          {report.attempts === 0
            ? 'Nothing is sent then.'
            : 'It is not sent again then, but the server may have it already.'}{' '}
          The charge stays: the vote was made, and a round is answered once.
        </p>
      </div>
    </article>
  );
}

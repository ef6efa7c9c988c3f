import { epsilonInWords, oddsInWords } from '../../../core/words/odds.ts';
import { say, speaker } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { WaitingSummary } from '../../reports/report-store.ts';
import { useCommand } from '../device/use-command.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { dueInWords, momentInWords } from '../words/time.ts';

interface Props {
  readonly report: WaitingSummary;
  readonly paused: boolean;
  readonly now: number;
  /** @param words what was done */
  onCancelled(words: string): Promise<void>;
}

/** A sealed report before it leaves; shows neither vote nor answer (P8). */
export function WaitingReport({ report, paused, now, onCancelled }: Props) {
  const { busy, refusal, run } = useCommand();
  const { study, round, attempts } = report;
  const cancel = async () => {
    if (!(await run(() => send('cancel-report', { study, round })))) return;
    await onCancelled(say(attempts === 0 ? 'home_cancelled_unsent' : 'home_cancelled_tried'));
  };
  const title = `waiting-${round}`;
  return (
    <article class="card stack-s" aria-labelledby={title}>
      <div class="heading-row">
        <h3 id={title}>
          <Quoted words={report.roundTitle} />
        </h3>
        <span class="tag tag-waiting">{say('home_outcome_waiting')}</span>
      </div>
      <p class="muted">
        <Quoted words={report.studyTitle} />
      </p>
      <dl class="facts facts-short">
        <div>
          <dt>{say('home_waiting_leaves')}</dt>
          <dd class="figure">
            {paused ? (
              say('home_waiting_paused')
            ) : (
              <>
                {momentInWords(report.sendAt)} <span class="muted">({dueInWords(report.sendAt, now)})</span>
              </>
            )}
          </dd>
        </div>
        {attempts > 0 && (
          <div>
            <dt>{say('home_waiting_tried')}</dt>
            <dd class="figure">{say('home_waiting_attempts', { count: attempts })}</dd>
          </div>
        )}
        <div>
          <dt>{say('home_waiting_odds')}</dt>
          <dd>{say('home_waiting_odds_text', { odds: oddsInWords(speaker, report.oddsTrue) })}</dd>
        </div>
        <div>
          <dt>{say('home_waiting_charged')}</dt>
          <dd>{say('home_waiting_charged_text', { epsilon: epsilonInWords(speaker, report.epsilon) })}</dd>
        </div>
      </dl>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
      <div class="actions actions-explained">
        <button type="button" class="danger" aria-disabled={busy} aria-describedby={title} onClick={cancel}>
          {say('home_cancel')}
        </button>
        <p class="muted small">{say(attempts === 0 ? 'home_cancel_unsent' : 'home_cancel_tried')}</p>
      </div>
    </article>
  );
}

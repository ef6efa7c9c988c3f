import { readProgress } from '../../donation/progress.ts';
import { say } from '../../language/say.ts';
import { type WaitingSummary, waitingReports } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { useStored } from '../device/use-stored.ts';
import { Quoted } from '../parts/quoted.tsx';
import { dueInWords } from '../words/time.ts';
import { SeeOrCancel } from './see-or-cancel.tsx';

/** Those of the last donation stand with what became of it. */
async function readOthers(database: Database): Promise<WaitingSummary[]> {
  const progress = await readProgress(database, Date.now());
  const sealed = progress?.outcomes.filter(({ kind }) => kind === 'sealed') ?? [];
  const shown = new Set([...(progress?.rounds ?? []), ...sealed].map(({ round }) => round));
  return (await waitingReports(database)).filter(({ round }) => !shown.has(round));
}

/** Reports that wait, each with the way to cancel it. */
export function WaitingReports({ paused }: { readonly paused: boolean }) {
  const { value: waiting, now } = useStored(readOthers, (reports) => reports.map(({ sendAt }) => sendAt));
  if (!waiting || waiting.length === 0) return null;
  return (
    <section class="stack-s" aria-labelledby="waiting">
      <h2 id="waiting">{say('popup_waiting')}</h2>
      <ul class="waiting-reports">
        {waiting.map(({ round, roundTitle, sendAt }) => (
          <li key={round}>
            <Quoted words={roundTitle} />
            <br />
            <span class="muted">{dueInWords(sendAt, now, paused)}</span> ·{' '}
            <SeeOrCancel title={say('quoted', { words: roundTitle })} />
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useState } from 'preact/hooks';
import type { RoundOutcome } from '../../donation/round-outcome.ts';
import { send } from '../../messages.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Outcomes } from './outcomes.tsx';

/** Answers all open rounds at once and says, round by round, what became of it. */
export function DonateNow({ paused }: { readonly paused: boolean }) {
  const { value: joined } = useStored(joinedStudies);
  const { busy, refusal, run } = useCommand();
  const [outcomes, setOutcomes] = useState<readonly RoundOutcome[] | null>(null);
  const donate = async () => {
    setOutcomes(null);
    const donated = await run(() => send('donate-now', {}));
    if (donated) setOutcomes(donated.outcomes);
  };
  if (joined?.length === 0) {
    return (
      <p class="muted small">
        You have joined no study. Open the join link that a study gave you, then open this window again; or{' '}
        <a href="../home/index.html#studies" target="_blank" rel="noopener">
          paste the link
        </a>
        .
      </p>
    );
  }
  return (
    <section class="stack-s" aria-label="Donate">
      <button type="button" class="primary wide" disabled={busy || paused} onClick={donate}>
        {busy ? 'Working on this device…' : 'Donate now'}
      </button>
      <p class="muted small">Answers every open round now. Each report leaves 30 seconds after the click.</p>
      <Announcements>
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {outcomes?.length === 0 && <Notice>No round is open at the moment. Nothing was answered.</Notice>}
        {outcomes && outcomes.length > 0 && <Outcomes outcomes={outcomes} />}
      </Announcements>
    </section>
  );
}

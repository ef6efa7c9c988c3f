import { useState } from 'preact/hooks';
import type { RoundKey } from '../../device.ts';
import { countBoxesRunOut } from '../../donation/box-ends.ts';
import type { RoundOutcome } from '../../donation/round-outcome.ts';
import { send } from '../../messages.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Outcomes } from './outcomes.tsx';
import { Questions } from './questions.tsx';

type Stage =
  | { readonly kind: 'before' }
  | { readonly kind: 'asked'; readonly rounds: readonly RoundKey[]; readonly outcomes: readonly RoundOutcome[] }
  | { readonly kind: 'done'; readonly outcomes: readonly RoundOutcome[] };

/** So many donations in a row that ran out of their time are more than chance. */
const slowFrom = 3;

/** Shows the open questions with their texts, answers them when told to, and says what became of each. */
export function DonateNow({ paused }: { readonly paused: boolean }) {
  const { value: joined } = useStored(joinedStudies);
  const { value: ranOut = 0 } = useStored(countBoxesRunOut);
  const { busy, refusal, run } = useCommand();
  const [stage, setStage] = useState<Stage>({ kind: 'before' });
  const look = async () => {
    setStage({ kind: 'before' });
    const looked = await run(() => send('look-for-rounds', {}));
    if (!looked) return;
    const { rounds, outcomes } = looked;
    setStage(rounds.length > 0 ? { kind: 'asked', rounds, outcomes } : { kind: 'done', outcomes });
  };
  const answer = async (rounds: readonly RoundKey[], before: readonly RoundOutcome[]) => {
    const donated = await run(() => send('donate-now', { rounds }));
    setStage(donated ? { kind: 'done', outcomes: [...before, ...donated.outcomes] } : { kind: 'before' });
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
      {stage.kind === 'asked' ? (
        <Questions
          rounds={stage.rounds}
          busy={busy}
          onAnswer={() => answer(stage.rounds, stage.outcomes)}
          onCancel={() => setStage({ kind: 'before' })}
        />
      ) : (
        <>
          <button type="button" class="primary wide" disabled={busy || paused} onClick={look}>
            {busy ? 'Looking for questions…' : 'Donate now'}
          </button>
          <p class="muted small">Shows the open questions first. Nothing is answered before you have agreed.</p>
        </>
      )}
      {ranOut >= slowFrom && (
        <Notice tone="warning">
          The last {ranOut} donations did not finish in the 15 seconds that each has on this device, so some of your
          answers were “none”. Fewer drafts, or a device that is less busy, would help.
        </Notice>
      )}
      <Announcements>
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {stage.kind === 'done' && stage.outcomes.length === 0 && (
          <Notice>No round is open at the moment. Nothing was answered.</Notice>
        )}
        {stage.kind === 'done' && stage.outcomes.length > 0 && <Outcomes outcomes={stage.outcomes} />}
      </Announcements>
    </section>
  );
}

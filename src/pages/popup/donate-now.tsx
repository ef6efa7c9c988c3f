import { useEffect, useRef } from 'preact/hooks';
import type { RoundKey } from '../../device.ts';
import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { costInWords } from '../words/cost.ts';
import { Outcomes } from './outcomes.tsx';
import { Questions } from './questions.tsx';
import { readDonation } from './read-donation.ts';

/** So many donations in a row that ran out of their time are more than chance. */
const slowFrom = 3;

/**
 * Looks for the open questions, shows them with their texts, has them answered when told to, and says what becomes of
 * each. All of it is stored, so it is the same after the popup was closed.
 */
export function DonateNow({ paused, joined }: { readonly paused: boolean; readonly joined: boolean }) {
  const { value, now, reload } = useStored(readDonation, ({ states }) =>
    states.flatMap((state) => (state.kind === 'waiting' ? [state.sendAt] : [])),
  );
  const { busy, refusal, run } = useCommand();
  const status = useRef<HTMLHeadingElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // Whoever pressed a button that is gone goes on at what came in its place.
  const next = useRef<typeof status | typeof button>();
  useEffect(() => {
    if (!next.current?.current) return;
    next.current.current.focus();
    next.current = undefined;
  });
  const isAtWork = value?.stage === 'looking' || value?.stage === 'answering';
  useEffect(() => {
    if (isAtWork) void send('wake', {}).catch(() => {});
  }, [isAtWork]);
  if (!value) {
    return (
      <section class="stack-s" aria-label={say('popup_donate_section')}>
        <Announcements key="news" />
      </section>
    );
  }
  const { stage, states, more, answered, asked, open } = value;

  const command = async (focused: typeof next.current, work: Parameters<typeof run>[0]) => {
    if (busy) return;
    next.current = focused;
    if (!(await run(work))) next.current = undefined;
    await reload();
  };
  const look = () => !paused && command(status, () => send('look-for-rounds', {}));
  const answer = (rounds: readonly RoundKey[]) => !paused && command(status, () => send('donate-now', { rounds }));
  const forget = () => command(button, () => send('forget-progress', {}));
  const isOver = stage === 'ended' || stage === 'stopped' || stage === 'failed';
  const canLook = joined && (stage === undefined || isOver);
  const isFailed =
    stage === 'failed' ||
    stage === 'stopped' ||
    states.some(({ kind, round }) => kind === 'skipped' && round === undefined);
  return (
    <section class="stack-s" aria-label={say('popup_donate_section')}>
      {asked && <Questions questions={asked} busy={busy || paused} onAnswer={answer} onCancel={forget} />}
      {canLook && (
        <>
          <button ref={button} type="button" class="primary wide" aria-disabled={busy || paused} onClick={look}>
            {say(isFailed ? 'popup_try_again' : 'popup_donate')}
          </button>
          <p class="small">{costInWords(open)}</p>
          <p class="muted small">{say('popup_first_shown')}</p>
          {open.early && <p class="small advice">{say('popup_early')}</p>}
        </>
      )}
      {value.ranOut >= slowFrom && <Notice tone="warning">{say('popup_slow', { count: value.ranOut })}</Notice>}
      {stage !== undefined && stage !== 'asking' && (
        <h2 ref={status} tabIndex={-1}>
          {say(`popup_stage_${stage}`)}
        </h2>
      )}
      {/* The list below counts seconds; only this is read out. */}
      <Announcements key="news">
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {stage !== undefined && stage !== 'asking' && (
          <p class="small">
            {stage === 'ended' && states.length === 0
              ? say('popup_nothing_open')
              : say(`popup_stage_${stage}_text`, { answered })}
          </p>
        )}
      </Announcements>
      {states.length > 0 && <Outcomes states={states} more={more} now={now} paused={paused} />}
      {isOver && (
        <button type="button" class="wide" aria-disabled={busy} onClick={forget}>
          {say('popup_have_read')}
        </button>
      )}
    </section>
  );
}

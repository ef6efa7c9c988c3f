import { useCallback, useState } from 'preact/hooks';
import { readProgress } from '../../donation/progress.ts';
import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { areAllDone, readFirstSteps } from '../device/first-steps.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Masthead } from '../parts/masthead.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Unreadable } from '../parts/unreadable.tsx';
import { CurrentTab } from './current-tab.tsx';
import { DonateNow } from './donate-now.tsx';
import { FirstStepsList } from './first-steps-list.tsx';
import { Glance } from './glance.tsx';
import { NewlyAllowed } from './newly-allowed.tsx';
import { WaitingReports } from './waiting-reports.tsx';

const readState = async (database: Database) => ({
  paused: (await readSettings(database)).paused,
  steps: await readFirstSteps(database),
  stage: (await readProgress(database, Date.now()))?.stage,
});

export function Popup() {
  const { value: state, reload } = useStored(readState);
  const { busy, refusal, run } = useCommand();
  const [allowedHere, setAllowedHere] = useState<readonly string[]>([]);
  const onAllowed = useCallback((origin: string) => setAllowedHere((before) => [...before, origin]), []);
  const setPaused = async (paused: boolean) => {
    await run(() => send('set-paused', { paused }));
    await reload();
  };
  return (
    <div class="popup">
      <Masthead>
        {state && (
          <button type="button" class="quiet" aria-disabled={busy} onClick={() => setPaused(!state.paused)}>
            {say(state.paused ? 'popup_resume' : 'popup_pause')}
          </button>
        )}
      </Masthead>
      <main class="popup-main">
        <h1 class="visually-hidden">{say('popup_title')}</h1>
        <Unreadable />
        <Announcements>
          {state?.paused && <Notice tone="warning">{say('popup_paused')}</Notice>}
          {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        </Announcements>
        <NewlyAllowed allowedHere={allowedHere} />
        <CurrentTab onAllowed={onAllowed} />
        {/* Questions that wait for an answer need the room. */}
        {state &&
          state.stage !== 'asking' &&
          (areAllDone(state.steps) ? <Glance /> : <FirstStepsList steps={state.steps} />)}
        {state && state.stage !== 'asking' && <WaitingReports paused={state.paused} />}
        {/* Also when the donation has found that the last study was withdrawn. */}
        {state && (state.steps.joined || state.stage !== undefined) && (
          <DonateNow paused={state.paused} joined={state.steps.joined} />
        )}
      </main>
      <nav class="popup-links" aria-label={say('popup_more')}>
        {(
          [
            ['studies', 'popup_studies'],
            ['drafts', 'popup_drafts'],
            ['receipts', 'popup_receipts'],
            ['privacy', 'popup_privacy'],
            ['sites', 'popup_sites'],
          ] as const
        ).map(([section, key]) => (
          <a key={section} href={`../home/index.html#${section}`} target="_blank" rel="noopener">
            {say(key)}
          </a>
        ))}
      </nav>
    </div>
  );
}

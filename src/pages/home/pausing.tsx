import { send } from '../../messages.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** The switch that stops everything, and what it does. */
export function Pausing() {
  const { value: settings, reload } = useStored(readSettings);
  const { busy, refusal, run } = useCommand();
  if (!settings) return null;
  const setPaused = async () => {
    await run(() => send('set-paused', { paused: !settings.paused }));
    await reload();
  };
  return (
    <section class="pausing stack-s" aria-label="Pausing">
      <p class="small muted">
        {settings.paused
          ? 'Paused. Nothing is kept, asked for, answered or sent.'
          : 'On. Pausing stops keeping drafts, answering and sending.'}
      </p>
      <button type="button" class="quiet" disabled={busy} onClick={setPaused}>
        {settings.paused ? 'Resume' : 'Pause'}
      </button>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
    </section>
  );
}

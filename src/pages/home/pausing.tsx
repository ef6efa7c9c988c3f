import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** The switch that stops everything, and what it does. */
export function Pausing() {
  const { value: settings, reload } = useStored(readSettings);
  const { busy, refusal, run } = useCommand();
  const setPaused = async () => {
    await run(() => send('set-paused', { paused: !settings?.paused }));
    await reload();
  };
  return (
    <section class="pausing stack-s" aria-label={say('home_pausing')}>
      <p class="small muted" role="status">
        {settings && say(settings.paused ? 'home_pausing_paused' : 'home_pausing_on')}
      </p>
      {settings && (
        <button type="button" class="quiet" aria-disabled={busy} onClick={setPaused}>
          {say(settings.paused ? 'home_pausing_resume' : 'home_pausing_pause')}
        </button>
      )}
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
    </section>
  );
}

import { send } from '../../messages.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Masthead } from '../parts/masthead.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Unreadable } from '../parts/unreadable.tsx';
import { CurrentTab } from './current-tab.tsx';
import { DonateNow } from './donate-now.tsx';
import { Glance } from './glance.tsx';

export function Popup() {
  const { value: settings, reload } = useStored(readSettings);
  const { busy, refusal, run } = useCommand();
  const setPaused = async (paused: boolean) => {
    await run(() => send('set-paused', { paused }));
    await reload();
  };
  return (
    <div class="popup">
      <Masthead>
        {settings && (
          <button type="button" class="quiet" disabled={busy} onClick={() => setPaused(!settings.paused)}>
            {settings.paused ? 'Resume' : 'Pause'}
          </button>
        )}
      </Masthead>
      <main class="popup-main">
        <h1 class="visually-hidden">Data Donor</h1>
        <Unreadable />
        <Announcements>
          {settings?.paused && <Notice tone="warning">Paused: nothing is kept, asked for, answered or sent.</Notice>}
          {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        </Announcements>
        <CurrentTab />
        <Glance />
        {settings && <DonateNow paused={settings.paused} />}
      </main>
      <nav class="popup-links" aria-label="More">
        <a href="../home/index.html#studies" target="_blank" rel="noopener">
          Studies
        </a>
        <a href="../home/index.html#drafts" target="_blank" rel="noopener">
          Drafts
        </a>
        <a href="../home/index.html#receipts" target="_blank" rel="noopener">
          Receipts
        </a>
        <a href="../home/index.html#privacy" target="_blank" rel="noopener">
          Privacy
        </a>
        <a href="../home/index.html#sites" target="_blank" rel="noopener">
          Sites
        </a>
      </nav>
    </div>
  );
}

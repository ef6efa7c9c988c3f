import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { listSiteKeepings } from '../../sites/last-kept.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { askToAllowSite } from '../device/ask-to-allow-site.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { BeforePrompt } from '../parts/before-prompt.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { keepingInWords, momentsOfKeeping } from '../words/keeping.ts';
import { hostInWords } from '../words/origins.ts';

const readSites = async (database: Database) => ({
  sites: await listSiteKeepings(database, Date.now()),
  paused: (await readSettings(database)).paused,
});

interface Props {
  readonly origin: string;
  onAllowed(origin: string): void;
}

/** Whether drafts are kept on the site behind the popup, and the switch for it. */
export function CurrentSite({ origin, onAllowed }: Props) {
  const { value, now, reload } = useStored(readSites, ({ sites }) => momentsOfKeeping(sites));
  const { busy, refusal, run } = useCommand();
  const allow = async () => {
    if (busy) return;
    const allowing = askToAllowSite(origin);
    const allowed = await run(() => allowing);
    await reload();
    if (allowed) onAllowed(origin);
  };
  const stop = async () => {
    await run(() => send('remove-site', { origin }));
    await reload();
  };
  if (!value) return null;
  const site = value.sites.find((one) => one.origin === origin);
  return (
    <section class="card stack-s" aria-labelledby="this-site">
      <h2 id="this-site">
        <bdi>{hostInWords(origin)}</bdi>
      </h2>
      <p class="small">
        {say(site ? (value.paused ? 'popup_site_paused' : 'popup_site_allowed') : 'popup_site_not_allowed')}
      </p>
      {site && <p class="small">{keepingInWords(site, now)}</p>}
      {!site && <BeforePrompt kind="site" host={new URL(origin).hostname} />}
      {/* One button in both states, so that the focus stays where it was. */}
      <button type="button" class="wide" aria-disabled={busy} onClick={site ? stop : allow}>
        {say(site ? 'popup_stop' : 'popup_allow')}
      </button>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
    </section>
  );
}

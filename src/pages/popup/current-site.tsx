import { send } from '../../messages.ts';
import { listSiteKeepings } from '../../sites/last-kept.ts';
import type { Database } from '../../storage/database.ts';
import { askToAllowSite } from '../device/ask-to-allow-site.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { keepingInWords, momentsOfKeeping } from '../words/keeping.ts';
import { hostInWords } from '../words/origins.ts';

const readSites = (database: Database) => listSiteKeepings(database, Date.now());

/** Whether drafts are kept on the site behind the popup, and the switch for it. */
export function CurrentSite({ origin }: { readonly origin: string }) {
  const { value: sites, now, reload } = useStored(readSites, momentsOfKeeping);
  const { busy, refusal, run } = useCommand();
  const host = hostInWords(origin);
  const allow = async () => {
    const allowing = askToAllowSite(origin);
    await run(() => allowing);
    await reload();
  };
  const stop = async () => {
    await run(() => send('remove-site', { origin }));
    await reload();
  };
  if (!sites) return null;
  const allowed = sites.find((site) => site.origin === origin);
  return (
    <section class="card stack-s" aria-labelledby="this-site">
      <h2 id="this-site">{host}</h2>
      <p class="small">
        {allowed
          ? 'This site is allowed. What is kept stays on this device, for 30 days at most.'
          : 'Nothing you type here is kept. If you allow this site, your drafts are kept on this device only.'}
      </p>
      {allowed && <p class="small">{keepingInWords(allowed, now)}</p>}
      {allowed ? (
        <button type="button" class="wide" disabled={busy} onClick={stop}>
          Stop on this site
        </button>
      ) : (
        <button type="button" class="wide" disabled={busy} onClick={allow}>
          Allow on this site
        </button>
      )}
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
    </section>
  );
}

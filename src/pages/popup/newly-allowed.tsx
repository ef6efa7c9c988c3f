import { useEffect, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { listSites } from '../../sites/site-store.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { hostInWords } from '../words/origins.ts';

/**
 * Says that allowing a site has worked: at once, or when the popup is opened again, because the browser may close it
 * while it asks. It is said once.
 *
 * @param allowedHere origins that were allowed in this popup
 */
export function NewlyAllowed({ allowedHere }: { readonly allowedHere: readonly string[] }) {
  const { value: sites } = useStored(listSites);
  const untold = sites?.flatMap(({ origin, untold }) => (untold ? [origin] : [])) ?? [];
  const [before, setBefore] = useState<readonly string[]>([]);
  useEffect(() => {
    if (untold.length === 0) return;
    setBefore(untold);
    void send('told-of-sites', {});
  }, [untold.join(' ')]);
  const allowed = [...new Set([...before, ...allowedHere])].filter((origin) =>
    sites?.some((site) => site.origin === origin),
  );
  return (
    <Announcements>
      {allowed.map((origin) => (
        <Notice key={origin} tone="good">
          {say('popup_allowed', { host: hostInWords(origin) })}
        </Notice>
      ))}
    </Announcements>
  );
}

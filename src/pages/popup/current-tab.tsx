import browser from 'webextension-polyfill';
import { say } from '../../language/say.ts';
import { reviewAddress } from '../parts/join-form.tsx';
import { hostInWords } from '../words/origins.ts';
import { CurrentSite } from './current-site.tsx';
import { useCurrentTab } from './use-current-tab.ts';

/** What can be done about the page behind the popup. */
export function CurrentTab({ onAllowed }: { onAllowed(origin: string): void }) {
  const tab = useCurrentTab();
  if (tab === undefined || tab.kind === 'other') return null;
  if (tab.kind === 'site') return <CurrentSite origin={tab.origin} onAllowed={onAllowed} />;
  const review = async () => {
    await browser.tabs.create({ url: reviewAddress(tab.link) });
    window.close();
  };
  return (
    <section class="card stack-s" aria-labelledby="invitation">
      <h2 id="invitation">{say('popup_invitation')}</h2>
      <p class="small">{say('popup_invitation_text', { host: hostInWords(tab.server) })}</p>
      <button type="button" class="primary wide" onClick={review}>
        {say('popup_review')}
      </button>
    </section>
  );
}

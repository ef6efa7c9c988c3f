import browser from 'webextension-polyfill';
import { reviewAddress } from '../parts/join-form.tsx';
import { hostInWords } from '../words/origins.ts';
import { CurrentSite } from './current-site.tsx';
import { useCurrentTab } from './use-current-tab.ts';

/** What can be done about the page behind the popup. */
export function CurrentTab() {
  const tab = useCurrentTab();
  if (tab === undefined) return null;
  if (tab.kind === 'site') return <CurrentSite origin={tab.origin} />;
  if (tab.kind === 'other') return null;
  const review = async () => {
    await browser.tabs.create({ url: reviewAddress(tab.link) });
    window.close();
  };
  return (
    <section class="card stack-s" aria-labelledby="invitation">
      <h2 id="invitation">This tab holds a join link</h2>
      <p class="small">
        A study at {hostInWords(tab.server)} invites you. Reviewing it starts with what the link itself says.
      </p>
      <button type="button" class="primary wide" onClick={review}>
        Review this study
      </button>
    </section>
  );
}

import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { JoinLinkError, parseJoinLink } from '../../../core/protocol/join-link.ts';
import { siteOrigin } from '../words/origins.ts';

/** The page behind the popup, as far as `activeTab` lets the popup see it. */
export type CurrentTab =
  | { readonly kind: 'join-link'; readonly link: string; readonly server: string }
  | { readonly kind: 'site'; readonly origin: string }
  | { readonly kind: 'other' };

/** Reads a tab's address; the page itself is not asked. */
export function currentTabOf(url: string | undefined): CurrentTab {
  const origin = siteOrigin(url);
  if (url === undefined || origin === undefined) return { kind: 'other' };
  if (new URL(url).pathname === '/join') {
    try {
      return { kind: 'join-link', link: url, server: parseJoinLink(url).server };
    } catch (error) {
      if (!(error instanceof JoinLinkError)) throw error;
    }
  }
  return { kind: 'site', origin };
}

/** Undefined until the browser has answered. */
export function useCurrentTab(): CurrentTab | undefined {
  const [tab, setTab] = useState<CurrentTab>();
  useEffect(() => {
    void browser.tabs
      .query({ active: true, currentWindow: true })
      .then(([active]) => setTab(currentTabOf(active?.url)));
  }, []);
  return tab;
}

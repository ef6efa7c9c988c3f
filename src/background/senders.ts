import browser, { type Runtime } from 'webextension-polyfill';

/** Whether a message comes from a page of this extension. */
export const isOwnPage = ({ id, url }: Runtime.MessageSender): boolean =>
  id === browser.runtime.id && url?.startsWith(browser.runtime.getURL('')) === true;

/**
 * Origin of the web page whose content script sent a message; undefined for frames inside it, private windows and
 * everything else. It comes from the browser: a page cannot name another site than its own.
 */
export function pageOrigin({ id, url, tab, frameId }: Runtime.MessageSender): string | undefined {
  if (id !== browser.runtime.id || !tab || tab.incognito || frameId !== 0) return undefined;
  return url !== undefined && /^https?:/.test(url) ? new URL(url).origin : undefined;
}

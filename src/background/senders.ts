import browser, { type Runtime } from 'webextension-polyfill';

/** Both browsers give the origin, which the types do not know yet. */
type Sender = Runtime.MessageSender & { readonly origin?: string };

/** Whether a message comes from a page of this extension. */
export const isOwnPage = ({ id, url }: Runtime.MessageSender): boolean =>
  id === browser.runtime.id && url?.startsWith(browser.runtime.getURL('')) === true;

/**
 * Origin of the frame whose content script sent a message, if the page in the tab is of the same origin; undefined for
 * other frames, for opaque origins (sandboxed frames, `data:` addresses), private windows and everything else. It comes
 * from the browser: a page cannot name another site than its own. A frame that inherits its origin (`about:blank`,
 * `srcdoc`) has the origin that the browser gives it.
 *
 * What stands between a frame and the page is not told here; the content script looks at that itself.
 */
export function pageOrigin({ id, origin, url, tab, frameId }: Sender): string | undefined {
  if (id !== browser.runtime.id || !tab || tab.incognito) return undefined;
  const frame = webOrigin(origin ?? url);
  return frameId === 0 || frame === webOrigin(tab.url) ? frame : undefined;
}

const webOrigin = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:/.test(url) ? new URL(url).origin : undefined;

import browser, { type Permissions } from 'webextension-polyfill';

/** The only file that knows how Chrome and Firefox differ. */

/** In whose words the browser asks for permissions; those built on Chromium use Chrome's. */
export const promptWords = __BROWSER__;

/** Match pattern of the host permission for `origin`; patterns know no ports. */
export function permissionPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** What Firefox asks its users about by name; everything else in a browser's permissions is the same in both. */
type DataCollection = { data_collection?: string[] };
const donatedData = ['personalCommunications', 'websiteContent'];

/**
 * Asks for the permission to reach `origin`. Browsers grant it only inside a click: call it first in the handler,
 * before any `await`. True when it is there, also when it was before.
 */
export const requestOrigin = (origin: string): Promise<boolean> =>
  browser.permissions.request({ origins: [permissionPattern(origin)] });

export const hasOrigin = (origin: string): Promise<boolean> =>
  browser.permissions.contains({ origins: [permissionPattern(origin)] });

/** Gives the permission for `origin` back; false when the browser does not let it go. */
export async function releaseOrigin(origin: string): Promise<boolean> {
  try {
    return await browser.permissions.remove({ origins: [permissionPattern(origin)] });
  } catch {
    // Chrome throws for a permission that it was installed with.
    return false;
  }
}

/**
 * Firefox: asks for its own consent to data collection, which a study needs. Call it first in the click handler that
 * joins. Chrome has no such question: true.
 */
export const requestDataCollection = async (): Promise<boolean> =>
  __BROWSER__ === 'chrome' ||
  browser.permissions.request({ data_collection: donatedData } as Permissions.Permissions & DataCollection);

export async function hasDataCollection(): Promise<boolean> {
  if (__BROWSER__ === 'chrome') return true;
  const { data_collection: granted = [] } = (await browser.permissions.getAll()) as DataCollection;
  return donatedData.every((kind) => granted.includes(kind));
}

/** Which of the permissions that consent rests on is missing for a study at `origin`; "granted" when none is. */
export async function permissionFor(origin: string): Promise<'granted' | 'no-host' | 'no-data-collection'> {
  if (!(await hasOrigin(origin))) return 'no-host';
  return (await hasDataCollection()) ? 'granted' : 'no-data-collection';
}

/**
 * Chrome's background is a service worker, which cannot start a worker of its own: the model runs in a worker of an
 * offscreen document there, and in a worker of the background page in Firefox.
 */
export const modelHost = __BROWSER__ === 'chrome' ? 'offscreen' : 'background';

let opening: Promise<void> | undefined;

/** Chrome: opens the offscreen document unless it is open; two calls at once open one. */
export async function openOffscreenDocument(path: string, justification: string): Promise<void> {
  if (__BROWSER__ !== 'chrome' || (await chrome.offscreen.hasDocument())) return;
  opening ??= chrome.offscreen
    .createDocument({ url: path, reasons: [chrome.offscreen.Reason.WORKERS], justification })
    .finally(() => {
      opening = undefined;
    });
  await opening;
}

/** Chrome: closes the offscreen document if it is open. */
export async function closeOffscreenDocument(): Promise<void> {
  if (__BROWSER__ !== 'chrome') return;
  try {
    await chrome.offscreen.closeDocument();
  } catch (error) {
    // It may close itself at any time, and Chrome throws when there is none.
    if (await chrome.offscreen.hasDocument()) throw error;
  }
}

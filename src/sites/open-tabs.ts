import browser from 'webextension-polyfill';
import { permissionPattern } from '../browser.ts';
import { readEpoch } from '../storage/capture-epoch.ts';
import type { Database } from '../storage/database.ts';
import { listSites } from './site-store.ts';

/** The content script as building/content-script.ts builds it: one file that no page can load. */
export const scriptFile = 'capture.js';

/**
 * What content scripts are told when an epoch ended. It holds no decision: each asks for the state of its own frame.
 */
export interface CaptureStateChanged {
  readonly name: 'capture-state-changed';
  readonly epoch: number;
}

/** A tab that is frozen or still loading does not reply; nobody waits for it longer than this. */
const longestWaitMs = 1000;

/**
 * Tells the content scripts in all open tabs, and in all their frames, that capturing has changed: each stops and asks
 * for its state. A script that misses this is refused by the epoch of its next draft.
 */
export async function reachAllTabs(database: Database): Promise<void> {
  const epoch = await readEpoch(database);
  const tabs = await browser.tabs.query({});
  await allWithin(tabs.map(async ({ id }) => id !== undefined && tell(id, epoch)));
}

/**
 * The same for the tabs of allowed sites, where the script is started if nobody hears: after an installation or update
 * of the extension open tabs have none that works.
 */
export async function reachOpenTabs(database: Database): Promise<void> {
  const epoch = await readEpoch(database);
  const url = [...new Set((await listSites(database)).map(({ origin }) => permissionPattern(origin)))];
  const tabs = url.length === 0 ? [] : await browser.tabs.query({ url, discarded: false });
  await allWithin(
    tabs.map(async ({ id, incognito }) => {
      if (id === undefined || incognito || (await tell(id, epoch))) return;
      await startIn(id);
    }),
  );
}

/** Whether a content script in the tab has heard. */
async function tell(tab: number, epoch: number): Promise<boolean> {
  const message: CaptureStateChanged = { name: 'capture-state-changed', epoch };
  // Rejects when the tab has no content script of this extension, as most have not.
  return browser.tabs.sendMessage(tab, message).then(
    (heard) => heard === true,
    () => false,
  );
}

/** Starts the content script in all frames of a tab that may have it. */
async function startIn(tab: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId: tab, allFrames: true }, files: [scriptFile] }).catch(() => {
    // The tab was closed, or shows a page that no extension may read.
  });
}

async function allWithin(tasks: readonly Promise<unknown>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, longestWaitMs);
  });
  await Promise.race([Promise.all(tasks), limit]);
  clearTimeout(timer);
}

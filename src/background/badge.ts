import browser, { type Tabs } from 'webextension-polyfill';
import { unsealedRounds } from '../donation/seal-round.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { countWaiting } from '../reports/report-store.ts';
import { listSites } from '../sites/site-store.ts';
import type { Database } from '../storage/database.ts';
import { readSettings } from '../storage/settings-store.ts';
import { type Badge, badgeOf } from './badge-words.ts';

/** The browser draws the badge itself, so these are not in the style sheet: its accent, and its grey. */
const colours = { on: '#0c5c4c', paused: '#53635c' };

const showing = oneAtATime();

/** What all tabs show, as far as this background has shown it; undefined when a tab may show something else. */
let shown: string | undefined;

/**
 * Shows on the toolbar button how things stand, for all tabs, if it is not what they show already: most commands change
 * nothing of it. The browser forgets what was shown for a tab when another page is loaded there; the content script of
 * an allowed site then asks for its state, see `showTab`. So no event of a tab wakes the background, and the address of
 * no other tab is looked at.
 */
export function showBadge(database: Database): Promise<void> {
  return showing(async () => {
    const facts = await readFacts(database);
    const everywhere = badgeOf({ ...facts, kept: false });
    const here = badgeOf({ ...facts, kept: true });
    const sites = new Set((await listSites(database)).map(({ origin }) => origin));
    const tabs = await browser.tabs.query({});
    const isKept = ({ url }: Tabs.Tab) => !facts.paused && url !== undefined && sites.has(new URL(url).origin);
    const wanted = JSON.stringify([facts.paused, everywhere, here, tabs.filter(isKept).map(({ id }) => id)]);
    if (wanted === shown) return;
    shown = undefined;
    await browser.action.setBadgeBackgroundColor({ color: facts.paused ? colours.paused : colours.on });
    await browser.action.setBadgeText({ text: everywhere.text });
    await browser.action.setTitle({ title: everywhere.title });
    for (const tab of tabs) await put(tab, isKept(tab) ? here : { text: null, title: everywhere.title });
    shown = wanted;
  });
}

/** Shows on the toolbar button of one tab whether drafts are kept there: its content script has just asked. */
export function showTab(database: Database, tab: Tabs.Tab, kept: boolean): Promise<void> {
  return showing(async () => {
    const badge = badgeOf({ ...(await readFacts(database)), kept });
    shown = undefined;
    await put(tab, kept ? badge : { ...badge, text: null });
  });
}

const readFacts = async (database: Database) => ({
  paused: (await readSettings(database)).paused,
  waiting: (await countWaiting(database)) + (await unsealedRounds({ database })).length,
});

/** No text of its own: the tab shows what all tabs show. */
async function put({ id }: Tabs.Tab, { text, title }: Pick<Badge, 'title'> & { readonly text: string | null }) {
  if (id === undefined) return;
  try {
    await browser.action.setBadgeText({ tabId: id, text });
    await browser.action.setTitle({ tabId: id, title });
  } catch {
    // The tab was closed meanwhile.
  }
}

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import browser, { type Tabs } from 'webextension-polyfill';
import { showBadge, showTab } from '../../../../src/background/badge.ts';
import { addSite, removeSite } from '../../../../src/sites/site-store.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';

const site = 'https://mail.example';

/** The button as the browser keeps it, for each tab and for all others, and how often it was asked for something. */
const button = vi.hoisted(() => ({
  texts: new Map<number | undefined, string | null>(),
  titles: new Map<number | undefined, string>(),
  calls: 0,
  tabs: [] as { id: number; url?: string }[],
}));
vi.mock('webextension-polyfill', () => ({
  default: {
    tabs: { query: async () => button.tabs },
    action: {
      setBadgeBackgroundColor: async () => {
        button.calls++;
      },
      setBadgeText: async ({ tabId, text }: { tabId?: number; text: string | null }) => {
        button.calls++;
        button.texts.set(tabId, text);
      },
      setTitle: async ({ tabId, title }: { tabId?: number; title: string }) => {
        button.calls++;
        button.titles.set(tabId, title);
      },
    },
  },
}));

const seenIn = (tab: number) => button.texts.get(tab) ?? button.texts.get(undefined);
const asTab = (tab: (typeof button.tabs)[number]) => tab as Tabs.Tab;
/** How often the browser is asked to show something. */
async function callsOf(work: () => Promise<void>): Promise<number> {
  const before = button.calls;
  await work();
  return button.calls - before;
}

const kept = { id: 1, url: `${site}/write` };
const other = { id: 2 };
let database: Database;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  await addSite(database, site, 0);
  button.tabs = [kept, other];
  await showTab(database, asTab(kept), true);
  await showBadge(database);
});

test('what is shown already is not shown again', async () => {
  expect([seenIn(1), seenIn(2)]).toEqual(['•', '']);
  expect(await callsOf(() => showBadge(database))).toBe(0);
  // A tab without a site of its own shows what all show.
  button.tabs = [...button.tabs, { id: 3 }];
  expect(await callsOf(() => showBadge(database))).toBe(0);
});

test.each([
  ['pausing', () => changeSettings(database, { paused: true }), ['•', '•']],
  ['a site that is removed', () => removeSite(database, site), ['', '']],
  [
    'a page of an allowed site in another tab',
    async () => {
      button.tabs = [kept, { ...other, url: site }];
    },
    ['•', '•'],
  ],
])('%s is shown', async (_what, change, expected) => {
  await change();
  await showBadge(database);
  expect([seenIn(1), seenIn(2)]).toEqual(expected);
  expect(await callsOf(() => showBadge(database))).toBe(0);
});

test('what a content script was told too late is put right by the next command', async () => {
  await removeSite(database, site);
  await showBadge(database);
  await showTab(database, asTab(kept), true);
  expect(seenIn(1)).toBe('•');
  await showBadge(database);
  expect(seenIn(1)).toBe('');
});

test('what could not be shown is tried again', async () => {
  await changeSettings(database, { paused: true });
  const set = vi.spyOn(browser.action, 'setTitle');
  set.mockRejectedValueOnce(new Error('the browser is busy'));
  await expect(showBadge(database)).rejects.toThrow('busy');
  set.mockRestore();
  await showBadge(database);
  expect(button.titles.get(undefined)).toMatch(/is paused/);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { addDrafts, addSites, postponeReports } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { pagePaths } from '../../harness/extension-pages.ts';
import type { Volunteer } from '../../harness/volunteer.ts';
import { testInBothBrowsers } from './both-browsers.ts';
import { layoutFaults } from './page-rules/layout.ts';

/** No line can be broken inside of it by any rule of a language. */
const longWord = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(2);
const longHost = `${'w'.repeat(60)}.${'x'.repeat(60)}.localhost`;

/** Lets the popup see which page is behind it, as a click on its button would. */
async function seeTabs(folder: string): Promise<void> {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, permissions: [...manifest.permissions, 'tabs'] }));
}

/** Opens the popup while a page of `host` is in front. */
async function openOver(person: Volunteer, host: string): Promise<DrivenPage> {
  const popup = await person.browser.openExtensionPage(pagePaths.popup);
  await popup.evaluate(async (inFront) => {
    const tabs = await chrome.tabs.query({});
    const site = tabs.find(({ url }) => url?.includes(inFront));
    await chrome.tabs.update(site?.id ?? 0, { active: true });
    location.reload();
  }, host);
  await popup.waitForText(host);
  return popup;
}

/** Browsers draw a page behind others rarely or not at all. */
const bringToFront = (page: DrivenPage): Promise<void> =>
  page.evaluate(async () => {
    const tab = await chrome.tabs.getCurrent();
    await chrome.tabs.update(tab?.id ?? 0, { active: true });
  });

testInBothBrowsers(
  'the popup of a phone of 320 pixels never scrolls sideways, whatever words a study and a host have',
  { title: longWord, question: longWord, rounds: ['fragments'] },
  async ({ volunteer, link, rounds, typingPage }) => {
    const person = await volunteer({ fingersOnly: true, changeExtension: seeTabs });
    const site = new URL(typingPage.origin);
    site.hostname = longHost;
    await person.browser.openPage(site.href);
    const faults: string[] = [];
    const popup = await openOver(person, longHost);
    const look = async (state: string, shows: RegExp | string) => {
      await bringToFront(popup);
      await popup.waitForText(shows);
      const found = await layoutFaults(popup, 320);
      faults.push(...found.map((fault) => `${state}: ${fault}`));
      // On a desktop it would be wider than this window.
      const width = await popup.evaluate(() => document.documentElement.getBoundingClientRect().width);
      expect(width, state).toBeLessThanOrEqual(320);
      expect(await popup.text(), state).toContain(longHost);
    };

    await look('new', 'Your first steps');
    await person.join(link);
    await addSites(person.page, [site.origin]);
    await addDrafts(person.page, site.origin, ['I missed the bus this morning']);
    await look('joined', 'No open question is known');
    await person.command('look-for-rounds');
    await look('asking', '1 question to answer');
    await person.command('forget-progress');
    await look('joined with a question', '1 open question');
    await person.command('look-for-rounds');
    await person.command('donate-now', { rounds: rounds.map(({ id }) => ({ study: link.study, round: id })) });
    await person.untilDevice('the report to wait', ({ outbox }) => outbox.length === 1);
    await postponeReports(person.page);
    await look('answered', 'Sealed');
    await person.command('forget-progress');
    await look('waiting', 'Waiting to be sent');
    await person.command('set-paused', { paused: true });
    await look('paused', 'Paused: nothing is kept');
    expect(faults).toEqual([]);
  },
);

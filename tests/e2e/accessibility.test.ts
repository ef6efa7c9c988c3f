import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenChromium, startChromium } from '../../harness/chromium.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { pagePaths } from '../../harness/extension-pages.ts';
import { openStage, type Stage } from '../../harness/pictures/stage.ts';
import { states } from '../../harness/pictures/states.ts';
import { candidates, phrases } from '../../harness/study-folder.ts';
import { buttonFaults, forcedColourFaults, motionFaults } from './page-rules/colours.ts';
import { dialogFaults } from './page-rules/dialogs.ts';
import { keyboardFaults } from './page-rules/keyboard.ts';
import { layoutFaults } from './page-rules/layout.ts';
import { lateRegions, regionFaults, watchRegions } from './page-rules/live-regions.ts';
import { unquotedWords } from './page-rules/quoted-words.ts';

let browser: DrivenChromium;
let stage: Stage;

beforeAll(async () => {
  browser = await startChromium();
  await browser.context.addInitScript(watchRegions);
  stage = await openStage(browser);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** What the study says. The first candidate is left out: a draft says the same. */
const researchersWords = [
  'How people travel',
  'A study of journeys.',
  'You answer one question.',
  'Institute of Journeys',
  'Which message is most like yours?',
  'Which phrase did you type?',
  ...candidates.slice(1),
  ...phrases,
];

/** Kinds of buttons that were looked at on an earlier page. */
const knownButtons = new Set<string>();

/**
 * What is wrong with a page of the extension for somebody who sees little, uses the keyboard, or listens: the rules of
 * axe, and what axe cannot see.
 */
async function faults(state: DrivenPage | { page: DrivenPage }, kindsOfButtons = knownButtons): Promise<string[]> {
  const driven = 'page' in state ? state.page : state;
  const page = browser.playwrightPage(driven);
  const found = [
    ...(await broken(driven, (each) => buttonFaults(each, kindsOfButtons))),
    ...(await motionFaults(page)),
  ];
  found.push(...(await regionFaults(driven)), ...(await lateRegions(driven)), ...(await forcedColourFaults(page)));
  found.push(...(await keyboardFaults(page)), ...(await unquotedWords(driven, researchersWords)));
  found.push(...(await dialogFaults(driven)));
  const isPopup = page.url().includes('/popup/');
  for (const width of isPopup ? [380, 640] : [320, 640]) found.push(...(await layoutFaults(driven, width)));
  await driven.resize(1100, 800);
  return found;
}

/** Rules of axe that the page breaks, in light and in dark, with the elements that break them; and of `more`. */
async function broken(driven: DrivenPage, more?: (page: Page) => Promise<string[]>): Promise<string[]> {
  const page = browser.playwrightPage(driven);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour that is still changing has no contrast to measure.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
          .map(({ finished }) => finished),
      ),
    );
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    if (passes.length === 0) throw new Error('axe looked at nothing');
    for (const { id, help, nodes } of violations) {
      found.push(`${colorScheme}: ${id} (${help}): ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
    found.push(...((await more?.(page)) ?? []).map((fault) => `${colorScheme}: ${fault}`));
  }
  return found;
}

const planted = `<main><h1>A page</h1><p aria-live="polite" data-style="display: none"></p>
<button data-style="color: #999; background: #aaa; outline: none; border: none; transition: color 1s">Press</button>
<div data-style="background: #eee; width: 900px">Wide</div><div role="button" tabindex="-1"><a href="#" tabindex="-1">No</a></div>
<div data-style="width: 40px; overflow: hidden; white-space: nowrap">words that do not fit in here</div><p>How people travel</p>
<button aria-haspopup="dialog">Stays</button><dialog><button>One</button></dialog>
<button aria-haspopup="dialog">Forgets</button><dialog><button>Two</button></dialog><dialog>Three</dialog></main>`;

test('the rules notice a page that breaks them', async () => {
  // This page is drawn once: nothing is put back in the place of what is planted.
  const driven = await browser.openExtensionPage(pagePaths.tryIt);
  await driven.waitForText(/Try what is kept/);
  const page = browser.playwrightPage(driven);
  await page.evaluate((markup) => {
    document.body.innerHTML = markup;
    // The page's policy refuses styles in markup.
    for (const element of document.querySelectorAll<HTMLElement>('[data-style]')) {
      element.style.cssText = element.dataset.style ?? '';
    }
    const late = Object.assign(document.createElement('p'), { textContent: 'Said too late.' });
    late.setAttribute('role', 'status');
    document.querySelector('main')?.append(late);
    const openers = document.querySelectorAll('[aria-haspopup]');
    const [stays, forgets] = document.querySelectorAll('dialog');
    openers[0]?.addEventListener('click', () => stays?.showModal());
    stays?.addEventListener('cancel', (event) => event.preventDefault());
    openers[1]?.addEventListener('click', () => forgets?.showModal());
    forgets?.addEventListener('close', () => (document.activeElement as HTMLElement).blur());
  }, planted);
  const found = (await faults(driven, new Set())).join('\n');
  for (const rule of [
    'color-contrast',
    'under the pointer, ready',
    'moves: <button',
    'is not displayed: <p',
    'came with its words: <p',
    'told by its ground alone: <div',
    'has no edge: <button',
    'does not show it: <button',
    '320 px: the page is',
    'stands outside',
    'is cut off',
    'are not quoted',
    'stays open after Escape',
    'does not give the focus back',
    'no button says that it opens 1 of them',
  ]) {
    expect(found).toContain(rule);
  }
  await driven.close();
});

test('the extension refuses the link of a preview in plain words', async () => {
  const studies = await stage.person.openStudies();
  await studies.enterLink(`${stage.preview}/join`);
  await studies.shows('This link leads to a preview. The study is not open, and nobody can join it yet.');
  await studies.close();
});

test('the public pages in German break no rule of axe, and none is wider than a small screen', async () => {
  const driven = await browser.openPage(`${stage.server.origin}/?lang=de`);
  const page = browser.playwrightPage(driven);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const [path, words] of [
    ['/', 'Studien auf diesem Server'],
    ['/studies/commute', 'Was sie fragt'],
    ['/studies/commute/results', 'Bisher weniger als 10 Meldungen'],
    ['/join', 'Du wurdest zu einer Studie eingeladen'],
  ] as const) {
    await driven.goto(`${stage.server.origin}${path}?lang=de`);
    await driven.waitForText(words);
    for (const details of await page.locator('summary').all()) await details.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
    expect(await broken(driven), path).toEqual([]);
  }
  await driven.close();
});

test('every state of every page can be seen, heard and used by keyboard, from the welcome to the last receipt', async () => {
  for (const state of states) {
    const page = await state.open(stage);
    const found = state.name.startsWith('server-') ? await broken(page) : await faults(page);
    expect(found, state.name).toEqual([]);
    await page.close();
  }
});

/** Roles in the tree that screen readers get, with how many elements have each. */
async function roles(page: Page): Promise<Record<string, number>> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const counts: Record<string, number> = {};
  for (const { ignored, role } of nodes) {
    if (!ignored && role) counts[role.value] = (counts[role.value] ?? 0) + 1;
  }
  return counts;
}

test('the table of votes fits into a small screen, and is a table for those who hear it at any width', async () => {
  // What was used outlives "erase everything".
  const privacy = await stage.person.openPrivacy();
  await privacy.shows('2 votes, newest first');
  const page = browser.playwrightPage(privacy.page);
  await page.getByText('2 votes, newest first').click();
  await page.getByRole('table').waitFor();
  for (const width of [320, 380, 1100]) {
    await privacy.page.resize(width, 800);
    const frame = page.locator('.table-scroll');
    expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth), `${width} px`).toBe(0);
    expect(await roles(page), `${width} px`).toMatchObject({ table: 1, row: 3, columnheader: 4, cell: 8 });
  }
  expect(await faults(privacy)).toEqual([]);
  await privacy.close();
});

test('the sections of home work by keyboard alone, and a new section begins at its heading', async () => {
  const { page: driven } = await stage.person.openStudies();
  const page = browser.playwrightPage(driven);
  await page.getByRole('link', { name: 'Studies' }).focus();
  await driven.press('Tab');
  await driven.press('Enter');
  await driven.waitForText('It stays on this device');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Drafts');
  expect(await page.getByRole('link', { name: 'Drafts' }).getAttribute('aria-current')).toBe('page');
});

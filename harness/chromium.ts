import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Download, type Page } from 'playwright';
import { requireBrowser } from '../scripts/browsers.mjs';
import type { DrivenBrowser, DrivenPage, ProfileChoices } from './driven-browser.ts';
import { copyWithLoopbackPermission } from './extension-copy.ts';
import { builtExtension } from './folders.ts';
import { until, untilText } from './until.ts';

/**
 * A Chromium that also gives out what only Playwright can do (screenshots, accessibility checks, DevTools protocol).
 */
export interface DrivenChromium extends DrivenBrowser {
  readonly name: 'chromium';
  readonly context: BrowserContext;
  /** The copy of the build that runs; a file that is put there can be opened at once. */
  readonly extensionFolder: string;
  /** The Playwright page behind a driven page. */
  playwrightPage(page: DrivenPage): Page;
}

const args = [
  '--no-sandbox', // Chromium's sandbox does not start as root, which containers are.
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--disable-gpu',
];

/** Of hovering and of pointers the first kind (none), and of pointers the second (coarse). */
const fingers = [
  '--blink-settings=primaryHoverType=1,availableHoverTypes=1,primaryPointerType=2,availablePointerTypes=2',
];

/** Starts Chromium with the test copy of the build (harness/extension-copy.ts) in a new profile. */
export async function startChromium(choices: ProfileChoices = {}): Promise<DrivenChromium> {
  const executablePath = await requireBrowser('chromium');
  const extension = await copyWithLoopbackPermission(builtExtension('chrome'));
  await choices.changeExtension?.(extension.folder);
  const profile = await mkdtemp(join(tmpdir(), 'donor-chromium-'));
  await writePreferences(profile, choices);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: !choices.headed,
    viewport: { width: 1100, height: 800 },
    args: [
      ...args,
      ...(choices.fingersOnly ? fingers : []),
      `--disable-extensions-except=${extension.folder}`,
      `--load-extension=${extension.folder}`,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionOrigin = `chrome-extension://${new URL(worker.url()).host}`;
  const downloads: Download[] = [];
  const pages = new WeakMap<DrivenPage, Page>();

  async function openPage(url: string): Promise<DrivenPage> {
    const page = await context.newPage();
    page.on('download', (download) => downloads.push(download));
    const driven = drivePage(page);
    pages.set(driven, page);
    await page.goto(url);
    return driven;
  }

  return {
    name: 'chromium',
    version: `Chromium ${context.browser()?.version() ?? ''}`,
    extensionOrigin,
    context,
    extensionFolder: extension.folder,
    playwrightPage(page) {
      const found = pages.get(page);
      if (!found) throw new Error('this page belongs to another browser');
      return found;
    },
    openPage,
    openExtensionPage: (path) => openPage(`${extensionOrigin}/${path}`),
    downloads: () =>
      Promise.all(
        downloads.map(async (download) => ({
          name: download.suggestedFilename(),
          content: await readFile(await download.path(), 'utf8'),
        })),
      ),
    async reloadExtension() {
      // Switched off and on: `runtime.reload` does not bring back an extension that was given on the command line.
      const page = await context.newPage();
      await page.goto('chrome://extensions/');
      await page.evaluate(async (id) => {
        await chrome.management.setEnabled(id, false);
        await chrome.management.setEnabled(id, true);
      }, new URL(extensionOrigin).host);
      await page.close();
    },
    async stopBackground() {
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      // Each worker by its last word, and those not yet seen stopped: one that was stopped may be running again.
      const statuses = new Map<string, string>();
      const toStop = new Set<string>();
      let asked = false;
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        for (const { versionId, runningStatus } of versions) {
          statuses.set(versionId, runningStatus);
          if (runningStatus === 'stopped') toStop.delete(versionId);
          else if (!asked) toStop.add(versionId);
        }
      });
      await session.send('ServiceWorker.enable');
      // What runs is told by an event; without waiting for it, a worker that is still to be stopped would count as
      // gone.
      await until('the browser to name the background', async () => statuses.size > 0);
      asked = true;
      await until(
        'the background to stop',
        async () => {
          // Asked again each time: a worker that was just starting overlooks it.
          if (toStop.size > 0) await session.send('ServiceWorker.stopAllWorkers');
          return toStop.size === 0;
        },
        async () => [...statuses.values()],
      );
      await page.close();
    },
    async close() {
      await context.close();
      await extension.remove();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * Languages and "do not track" are preferences of a profile; command-line switches reach only pages, not the
 * background.
 */
async function writePreferences(profile: string, { languages, asksNotToBeTracked }: ProfileChoices): Promise<void> {
  await mkdir(join(profile, 'Default'));
  const preferences = {
    ...(languages && { intl: { accept_languages: languages.join(','), selected_languages: languages.join(',') } }),
    ...(asksNotToBeTracked && { enable_do_not_track: true }),
  };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}

function drivePage(page: Page): DrivenPage {
  // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees is what the layout shows.
  const text = () => page.locator('body').innerText();
  return {
    goto: async (url) => void (await page.goto(url)),
    click: (role, name) => page.getByRole(role, { name, exact: true }).click(),
    async type(name, text) {
      const field = page.getByLabel(name, { exact: true });
      await field.focus();
      await field.press('End');
      await page.keyboard.type(text);
    },
    press: (key) => page.keyboard.press(key),
    async clickAt(selector) {
      const element = page.locator(selector).first();
      await element.scrollIntoViewIfNeeded();
      const box = await element.boundingBox();
      if (!box) throw new Error(`nothing to click at ${selector}`);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    },
    keys: (text) => page.keyboard.type(text),
    pressWithControl: (key) => page.keyboard.press(`Control+${key}`),
    pressWithShift: (key) => page.keyboard.press(`Shift+${key}`),
    resize: (width, height) => page.setViewportSize({ width, height }),
    text,
    waitForText: (pattern) => untilText(text, pattern),
    evaluate: (run, ...argument) => page.evaluate(run as never, argument[0] as never),
    close: () => page.close(),
  };
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import manifest from '../manifest.json' with { type: 'json' };
import { requireBrowser } from '../scripts/browsers.mjs';
import { clickByRole, focusByName, runPrivileged } from './bidi-actions.ts';
import type { DrivenBrowser, DrivenPage, ProfileChoices } from './driven-browser.ts';
import { copyExtension } from './extension-copy.ts';
import { builtExtension } from './folders.ts';
import { until, untilText } from './until.ts';

/** A Firefox that also gives out what only Puppeteer can do. */
export interface DrivenFirefox extends DrivenBrowser {
  /** The Puppeteer page behind a driven page. */
  puppeteerPage(page: DrivenPage): Page;
}

const extensionId = manifest.browser_specific_settings.gecko.id;

/** What Firefox would otherwise fetch by itself while a test runs. */
const quiet = {
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'dom.security.https_first': false,
};

/**
 * Starts Firefox with the unchanged build in a new profile. Requests for permissions are real and granted without a
 * prompt, which nobody could answer.
 */
export async function startFirefox(choices: ProfileChoices = {}): Promise<DrivenFirefox> {
  const installId = choices.installId ?? crypto.randomUUID();
  const saved = await mkdtemp(join(tmpdir(), 'donor-downloads-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: await requireBrowser('firefox'),
    headless: true,
    defaultViewport: { width: 1100, height: 800 },
    // Stopping the event page needs the privileged scope.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      ...quiet,
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: installId }),
      'browser.download.folderList': 2,
      'browser.download.dir': saved,
      'extensions.webextOptionalPermissionPrompts': false,
      // 1 is a coarse pointer; one that hovers would add 4.
      ...(choices.fingersOnly && { 'ui.primaryPointerCapabilities': 1, 'ui.allPointerCapabilities': 1 }),
      ...(choices.languages && { 'intl.accept_languages': choices.languages.join(',') }),
      ...(choices.asksNotToBeTracked && {
        'privacy.donottrackheader.enabled': true,
        'privacy.globalprivacycontrol.enabled': true,
      }),
    },
  });
  const extension = await copyExtension(builtExtension('firefox'));
  await choices.changeExtension?.(extension.folder);
  await browser.installExtension(extension.folder);
  const extensionOrigin = `moz-extension://${installId}`;
  const version = (await browser.version()).replace('firefox/', 'Firefox ');

  const pages = new WeakMap<DrivenPage, Page>();
  const drive = (page: Page): DrivenPage => {
    const driven = drivePage(page);
    pages.set(driven, page);
    return driven;
  };

  return {
    name: 'firefox',
    version,
    extensionOrigin,
    puppeteerPage(page) {
      const found = pages.get(page);
      if (!found) throw new Error('this page belongs to another browser');
      return found;
    },
    async openPage(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return drive(page);
    },
    async openExtensionPage(path) {
      const page = await browser.newPage();
      const url = `${extensionOrigin}/${path}`;
      // goto() never settles for pages of an extension (no lifecycle events reach WebDriver BiDi); the navigation
      // itself happens.
      page.goto(url).catch(() => {});
      await until(`${path} to open`, () =>
        page
          .evaluate((wanted) => location.href === wanted && document.readyState === 'complete', url)
          .catch(() => false),
      );
      return drive(page);
    },
    async downloads() {
      // A file that is still being written ends in ".part", and an empty one keeps its name.
      const whole = (await readdir(saved)).filter((name) => !name.endsWith('.part'));
      const files = whole.map(async (name) => ({ name, content: await readFile(join(saved, name), 'utf8') }));
      return (await Promise.all(files)).filter(({ content }) => content !== '');
    },
    async reloadExtension() {
      await runPrivileged(
        browser,
        `AddonManager.getAddonByID(${JSON.stringify(extensionId)}).then((addon) => addon.reload())`,
      );
    },
    stopBackground: () =>
      runPrivileged(
        browser,
        `WebExtensionPolicy.getByID(${JSON.stringify(extensionId)}).extension.terminateBackground({
          ignoreDevToolsAttached: true,
          disableResetIdleForTest: true,
        })`,
      ),
    async close() {
      await browser.close();
      await extension.remove();
      await rm(saved, { recursive: true, force: true });
    },
  };
}

function drivePage(page: Page): DrivenPage {
  // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees is what the layout shows.
  const text = () => page.evaluate(() => document.body?.innerText ?? '');
  return {
    goto: async (url) => void (await page.goto(url)),
    click: (role, name) => clickByRole(page, role, name),
    async type(name, typed) {
      await focusByName(page, name);
      await page.keyboard.press('End');
      await page.keyboard.type(typed);
    },
    press: (key) => page.keyboard.press(key),
    async clickAt(selector) {
      await page.bringToFront();
      const at = await page.evaluate((wanted) => {
        const element = document.querySelector(wanted);
        element?.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = element?.getBoundingClientRect();
        return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }, selector);
      if (!at) throw new Error(`nothing to click at ${selector}`);
      await page.mouse.click(at.x, at.y);
    },
    keys: (text) => page.keyboard.type(text),
    async pressWithControl(key) {
      await page.keyboard.down('Control');
      await page.keyboard.press(key);
      await page.keyboard.up('Control');
    },
    async pressWithShift(key) {
      await page.keyboard.down('Shift');
      await page.keyboard.press(key);
      await page.keyboard.up('Shift');
    },
    resize: (width, height) => page.setViewport({ width, height }),
    text,
    waitForText: (pattern) => untilText(text, pattern),
    evaluate: (run, ...argument) => page.evaluate(run as never, argument[0] as never),
    close: () => page.close(),
  };
}

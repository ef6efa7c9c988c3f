import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from '../harness/build-extension.ts';
import { type DrivenChromium, startChromium } from '../harness/chromium.ts';
import { addDrafts, addReceipts } from '../harness/device-contents.ts';
import { pagePaths } from '../harness/extension-pages.ts';
import { Volunteer } from '../harness/volunteer.ts';
import type { Benchmark, Prepared } from './benchmark.ts';

/** Nobody could show a page in less: one word, without a style sheet and without a script. */
const emptyPage =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title><p class="empty">Empty</p></html>';

/** A browser in which the extension has one more page, which is empty. Each page notes when it shows `selector`. */
async function openStage(fill: (person: Volunteer) => Promise<void>, selector: string): Promise<DrivenChromium> {
  await buildExtension('chrome');
  const browser = await startChromium();
  await writeFile(join(browser.extensionFolder, 'empty.html'), emptyPage);
  // As text: tsx would wrap a function that gets a name in a helper, which a page does not have.
  const wanted = JSON.stringify(`${selector}, .empty`);
  await browser.context.addInitScript({
    content: `(function look() {
      requestAnimationFrame((at) => document.querySelector(${wanted}) ? (globalThis.shownAt = at) : look());
    })();`,
  });
  await fill(await Volunteer.in(browser));
  return browser;
}

declare global {
  /** The first frame after `selector` was in the page, in milliseconds since the start of the navigation. */
  var shownAt: number | undefined;
}

const firstPaint = (): number => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
const shown = (): number => globalThis.shownAt ?? 0;

/** Opens a page of the extension in a tab of its own, and waits for a time that it has noted. */
async function visit(browser: DrivenChromium, path: string, time: () => number): Promise<number> {
  const page = await browser.context.newPage();
  try {
    await page.goto(`${browser.extensionOrigin}/${path}`);
    return await (await page.waitForFunction(time)).jsonValue();
  } finally {
    await page.close();
  }
}

const manyDrafts = (person: Volunteer) =>
  addDrafts(
    person.page,
    'https://mail.example',
    Array.from({ length: 500 }, (_, i) => `Message ${i}: ${'we went to the lake and saw the ducks '.repeat(6)}`),
  );
const manyReceipts = (person: Volunteer) => addReceipts(person.page, 200);

interface Choices {
  readonly path: string;
  readonly time: () => number;
  readonly selector: string;
  readonly fill?: (person: Volunteer) => Promise<void>;
}

const showing =
  ({ path, time, selector, fill = async () => {} }: Choices) =>
  async (): Promise<Prepared> => {
    const browser = await openStage(fill, selector);
    return {
      subject: () => visit(browser, path, time),
      floor: () => visit(browser, 'empty.html', time),
      dispose: () => browser.close(),
    };
  };

const shared = { unit: 'ms', floorName: 'a page with one word', rounds: 15 };
export default [
  {
    name: 'popup, first paint, Chromium',
    ...shared,
    prepare: showing({ path: pagePaths.popup, time: firstPaint, selector: 'main' }),
  },
  {
    name: 'popup, what it says of this device, Chromium',
    ...shared,
    prepare: showing({ path: pagePaths.popup, time: shown, selector: '.first-steps' }),
  },
  {
    name: 'home with 500 drafts, the drafts, Chromium',
    ...shared,
    prepare: showing({ path: pagePaths.drafts, time: shown, selector: '.rows-drafts li', fill: manyDrafts }),
  },
  {
    name: 'home with 200 receipts, the receipts, Chromium',
    ...shared,
    prepare: showing({ path: pagePaths.receipts, time: shown, selector: '.bytes', fill: manyReceipts }),
  },
] satisfies Benchmark[];

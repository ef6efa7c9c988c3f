import { startChromium } from '../harness/chromium.ts';
import type { DrivenBrowser, DrivenPage } from '../harness/driven-browser.ts';
import { startFirefox } from '../harness/firefox.ts';
import { startTypingPage } from '../harness/typing-page.ts';
import { Volunteer } from '../harness/volunteer.ts';
import type { Benchmark, Prepared } from './benchmark.ts';

const keys = 'the same few words again '.repeat(20);

/** Puts an editor with so many paragraphs into the page, and the caret into the middle one. */
async function openEditor(browser: DrivenBrowser, origin: string, paragraphs: number): Promise<DrivenPage> {
  const page = await browser.openPage(origin);
  await page.evaluate((count) => {
    const editor = document.createElement('div');
    editor.contentEditable = 'true';
    // Its own layout is the same for every length.
    editor.style.cssText = 'height: 10em; overflow: auto; contain: strict';
    for (let i = 0; i < count; i++) {
      const paragraph = document.createElement('p');
      paragraph.textContent = `Paragraph ${i} says what a paragraph of a long text may say here`;
      editor.append(paragraph);
    }
    document.body.replaceChildren(editor);
    editor.focus();
    const middle = editor.children[Math.floor(count / 2)]?.firstChild;
    if (middle) getSelection()?.setPosition(middle, middle.textContent?.length);
    // The page's own listeners stand around those of the extension: window first, the target last.
    const times = { start: 0, spent: 0, keys: 0 };
    Object.assign(window, { times });
    for (const name of ['keydown', 'beforeinput', 'input']) {
      window.addEventListener(name, () => (times.start = performance.now()), true);
      editor.addEventListener(name, (event) => {
        times.spent += performance.now() - times.start;
        if (event.type === 'input') times.keys++;
      });
    }
  }, paragraphs);
  return page;
}

/** Milliseconds a key between the first listener of the page and the last: what every listener in between takes. */
async function timeAKey(page: DrivenPage): Promise<number> {
  await page.evaluate(() => Object.assign((window as unknown as { times: object }).times, { spent: 0, keys: 0 }));
  await page.keys(keys);
  return page.evaluate(() => {
    const { times } = window as unknown as { times: { spent: number; keys: number } };
    return times.spent / times.keys;
  });
}

const keysIn = (name: 'chromium' | 'firefox', paragraphs: number) => async (): Promise<Prepared> => {
  const site = await startTypingPage();
  const start = name === 'chromium' ? startChromium : startFirefox;
  // Two browsers of the same kind: in one of them the site is allowed.
  const [capturing, other] = [await start(), await start()];
  await (await Volunteer.in(capturing)).allowSite(site.origin);
  const [allowed, notAllowed] = [
    await openEditor(capturing, site.origin, paragraphs),
    await openEditor(other, site.origin, paragraphs),
  ];
  return {
    subject: () => timeAKey(allowed),
    floor: () => timeAKey(notAllowed),
    async dispose() {
      await capturing.close();
      await other.close();
      await site.close();
    },
  };
};

/** Firefox itself takes minutes for a few hundred keys in 10 000 paragraphs. */
const sizes = { chromium: [1, 100, 3_000, 10_000], firefox: [1, 100, 3_000] };

export default (['chromium', 'firefox'] as const).flatMap((name) =>
  sizes[name].map((paragraphs) => ({
    name: `a key in ${paragraphs} paragraphs, ${name}`,
    unit: 'ms',
    floorName: 'site not allowed',
    rounds: 3,
    prepare: keysIn(name, paragraphs),
  })),
) satisfies Benchmark[];

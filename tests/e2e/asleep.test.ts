import { expect } from 'vitest';
import { startEditorPages } from '../../harness/editor-pages.ts';
import { until } from '../../harness/until.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a text is kept of a page that goes away, although the background had stopped before it was typed',
  {},
  async ({ volunteer }) => {
    const pages = await startEditorPages();
    try {
      const person = await volunteer();
      await person.allowSite(pages.origin);
      const page = await person.browser.openPage(pages.origin);
      const isReady = (path: string) =>
        page.evaluate((path) => document.location.pathname === path && document.title === 'ready', path);
      // Between two documents nothing can be evaluated.
      const ready = (path: string) => until(`${path} to be ready`, () => isReady(path).catch(() => false));
      const leave = {
        'this one goes with a link': () => page.evaluate(() => document.location.assign('/input')),
        'another is left for a new address': () => page.goto(`${pages.origin}/input`),
        'the third belongs to a form': () =>
          page.evaluate(() => {
            const form = document.createElement('form');
            form.action = '/input';
            document.body.append(form);
            form.submit();
          }),
      };
      for (const [text, goAway] of Object.entries(leave)) {
        await page.goto(`${pages.origin}/textarea`);
        await ready('/textarea');
        await page.evaluate(() => (globalThis as unknown as { focusEditor(): void }).focusEditor());
        await person.browser.stopBackground();
        await page.keys(text);
        await goAway();
        await ready('/input');
        await person.untilDevice(text, ({ drafts }) => drafts.some((draft) => draft.text === text));
      }
      expect((await person.device()).drafts).toHaveLength(3);
    } finally {
      await pages.close();
    }
  },
);

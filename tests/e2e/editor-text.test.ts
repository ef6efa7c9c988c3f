import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChromium } from '../../harness/chromium.ts';
import { startFirefox } from '../../harness/firefox.ts';
import { repository } from '../../harness/folders.ts';
import { bundleForPage } from '../../harness/page-bundle.ts';
import { startTypingPage } from '../../harness/typing-page.ts';

test.each([
  ['chromium', startChromium],
  ['firefox', startFirefox],
] as const)('an editor read change by change reads as one that is walked anew (%s)', async (_name, start) => {
  const script = await bundleForPage(join(repository, 'harness/editor-text-check.ts'));
  const site = await startTypingPage();
  const browser = await start();
  try {
    const page = await browser.openPage(site.origin);
    const said = await page.evaluate(async (code) => {
      // biome-ignore lint/security/noGlobalEval: the check is run inside of the page.
      globalThis.eval(code);
      const { compareReadings } = globalThis as unknown as {
        compareReadings(seed: number, steps: number): Promise<string>;
      };
      const found: string[] = [];
      for (let seed = 1; seed <= 20; seed++) found.push(await compareReadings(seed, 300));
      return found;
    }, script);
    expect(said).toEqual(Array(20).fill('the same'));
  } finally {
    await browser.close();
    await site.close();
  }
});

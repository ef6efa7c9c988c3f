import type { DrivenPage } from '../../../harness/driven-browser.ts';

/** Parts that may be wider than they show: they scroll by themselves, or are cut on purpose and can be opened. */
const mayBeCut = '.table-scroll, .draft-text-cut, .visually-hidden, textarea, input, [data-may-scroll]';

/**
 * What stands outside of the page, or is cut off, at this width: a page may scroll down and never sideways. A window of
 * 640 pixels shows what one of 1280 shows when it is enlarged twice.
 */
export async function layoutFaults(page: DrivenPage, width: number): Promise<string[]> {
  await page.resize(width, 800);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const faults = await page.evaluate((cutable) => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.closest(cutable) || element.closest('svg') || !element.checkVisibility()) continue;
      const { left, right, width: wide } = element.getBoundingClientRect();
      const name = `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').slice(0, 40)}"`;
      if (wide > 0 && (left < -1 || right > innerWidth + 1)) found.push(`${name} stands outside`);
      const { overflowX, display } = getComputedStyle(element);
      if (overflowX !== 'visible' && display !== 'inline' && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${name} is cut off`);
      }
    }
    return found;
  }, mayBeCut);
  return faults.map((fault) => `${width} px: ${fault}`);
}

import type { DrivenPage } from '../../../harness/driven-browser.ts';

/**
 * Live regions that are not there before they speak. Screen readers say what changes in a region that stands in the
 * page; they miss one that is not displayed while it is empty.
 */
export const regionFaults = (page: DrivenPage): Promise<string[]> =>
  page.evaluate(() => {
    const regions = [...document.querySelectorAll<HTMLElement>('[aria-live], [role="status"], [role="alert"]')];
    const missing = regions.filter(
      (region) => getComputedStyle(region).display === 'none' && !region.closest('[hidden]'),
    );
    return missing.map((region) => `a live region is not displayed: ${region.outerHTML.slice(0, 120)}`);
  });

/**
 * Runs in every page before its own code: collects regions that come with words into a page that stands already. Such
 * words are not read out.
 */
export function watchRegions(): void {
  const late: string[] = [];
  Object.assign(window, { lateRegions: late });
  let stands = false;
  const live = '[aria-live], [role="status"]';
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const added of addedNodes) {
        if (!stands || !(added instanceof Element)) continue;
        for (const region of [...(added.matches(live) ? [added] : []), ...added.querySelectorAll(live)]) {
          if ((region.textContent ?? '').trim() !== '') late.push(region.outerHTML.slice(0, 200));
        }
      }
    }
    stands ||= document.querySelector('main') !== null;
  }).observe(document, { childList: true, subtree: true });
}

/** Regions that came with their words since the page was loaded. */
export const lateRegions = (page: DrivenPage): Promise<string[]> =>
  page.evaluate(() => {
    const { lateRegions: late = [] } = window as unknown as { lateRegions?: string[] };
    return late.map((region) => `a live region came with its words: ${region}`);
  });

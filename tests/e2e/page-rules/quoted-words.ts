import type { DrivenPage } from '../../../harness/driven-browser.ts';

/**
 * Words of researchers that do not look like theirs: outside of what is quoted, or read out without quotation marks. A
 * study could name itself like a part of Data Donor.
 */
export async function unquotedWords(page: DrivenPage, words: readonly string[]): Promise<string[]> {
  const faults = await page.evaluate((theirs) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement || parentElement.closest('.quoted, script, pre')) continue;
      if (theirs.some((each) => textContent?.includes(each))) found.push(parentElement.outerHTML.slice(0, 100));
    }
    for (const element of document.querySelectorAll('[aria-label]')) {
      const label = element.getAttribute('aria-label') ?? '';
      if (theirs.some((each) => label.includes(each) && !label.includes(`“${each}”`))) found.push(label);
    }
    return found;
  }, words);
  return faults.map((fault) => `words of researchers are not quoted: ${fault}`);
}

import type { DrivenPage } from '../../../harness/driven-browser.ts';

/** Where words of other people stand, and what browsers and servers read: none of it is in a catalogue. */
const words = 'code, pre, bdi, [dir="auto"], textarea, input, script, style';

/**
 * Words in plain letters on a page that speaks the pseudo language: they come from no catalogue.
 *
 * @param data what studies, sites and drafts say, which may be a part of a name
 */
export async function plainWords(page: DrivenPage, data: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate((ofOthers) => {
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement && !parentElement.closest(ofOthers)) found.push(textContent ?? '');
    }
    for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  }, words);
  return texts
    .filter((text) => !URL.canParse(text))
    .map((text) => data.reduce((rest, known) => rest.replaceAll(known, ''), text).trim())
    .filter((text) => /[a-z]{2,}/i.test(text));
}

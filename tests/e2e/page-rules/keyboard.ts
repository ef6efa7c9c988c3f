import type { Page } from 'playwright';

const reachable = 'a[href], button:not(:disabled), input:not(:disabled), textarea, select, summary, [contenteditable]';

/**
 * Controls that the Tab key does not reach, and those that do not show that they have the focus. A date has several
 * stops; an open dialog keeps the focus inside.
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const wanted = await page.evaluate((selector) => {
    const within = document.querySelector('dialog[open]') ?? document;
    const controls = [...within.querySelectorAll<HTMLElement>(selector)].filter(
      (control) => control.checkVisibility({ visibilityProperty: true }) && control.tabIndex >= 0,
    );
    for (const [number, control] of controls.entries()) control.dataset.control = String(number);
    (document.activeElement as HTMLElement | null)?.blur();
    window.getSelection()?.removeAllRanges();
    return controls.map(({ outerHTML }) => outerHTML.slice(0, 100));
  }, reachable);
  const reached = new Set<number>();
  const faults: string[] = [];
  for (let presses = 0; presses < 2 * wanted.length + 20 && reached.size < wanted.length; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element.dataset.control === undefined) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return {
        number: Number(element.dataset.control),
        ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      };
    });
    if (!focused || reached.has(focused.number)) continue;
    reached.add(focused.number);
    if (!focused.ring) faults.push(`has the focus and does not show it: ${wanted[focused.number]}`);
  }
  const missed = wanted.filter((_, number) => !reached.has(number));
  return [...faults, ...missed.map((control) => `cannot be reached by Tab: ${control}`)];
}

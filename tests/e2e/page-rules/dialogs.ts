import type { DrivenPage } from '../../../harness/driven-browser.ts';

/** Two frames: what a key has changed is drawn then. */
const drawn = (page: DrivenPage): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/**
 * Dialogs that no button says it opens, that Escape does not close, or that leave the focus elsewhere than on their
 * button. Each is opened by a click and by the keyboard. A page that shows one already is left as it is.
 */
export async function dialogFaults(page: DrivenPage): Promise<string[]> {
  if (await page.evaluate(() => document.querySelector('dialog[open]') !== null)) return [];
  const count = await page.evaluate(() => {
    const openers = document.querySelectorAll<HTMLElement>('[aria-haspopup="dialog"]');
    for (const [number, opener] of openers.entries()) opener.dataset.opener = `${number}`;
    return openers.length;
  });
  const faults: string[] = [];
  for (let number = 0; number < count; number++) {
    for (const by of ['click', 'Enter'] as const) {
      const opener = `[data-opener="${number}"]`;
      if (by === 'click') await page.clickAt(opener);
      else {
        await page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.focus(), opener);
        await page.press('Enter');
      }
      await drawn(page);
      const opened = await page.evaluate(() => {
        const dialog = document.querySelector<HTMLElement>('dialog[open]');
        if (dialog) dialog.dataset.opened = '';
        return dialog?.contains(document.activeElement);
      });
      if (opened === undefined) faults.push(`does not open by ${by}`);
      if (opened === false) faults.push(`opened by ${by}, does not have the focus`);
      await page.press('Escape');
      await drawn(page);
      const left = await page.evaluate((selector) => {
        const dialog = document.querySelector<HTMLDialogElement>('dialog[open]');
        dialog?.close();
        return { open: dialog !== null, focused: document.activeElement === document.querySelector(selector) };
      }, opener);
      if (left.open) faults.push(`opened by ${by}, stays open after Escape`);
      else if (!left.focused) faults.push(`opened by ${by}, does not give the focus back`);
    }
  }
  const unopened = await page.evaluate(() => document.querySelectorAll('dialog:not([data-opened])').length);
  if (unopened > 0) faults.push(`no button says that it opens ${unopened} of them`);
  return faults.map((fault) => `a dialog: ${fault}`);
}

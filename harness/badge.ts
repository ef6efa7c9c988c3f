import type { DrivenPage } from './driven-browser.ts';
import { until } from './until.ts';

export interface ShownBadge {
  readonly text: string;
  /** What a screen reader says of the toolbar button. */
  readonly title: string;
}

/** Id of the first tab that shows a page of `origin`; the extension has the permission for it. */
export const tabOf = (page: DrivenPage, origin: string): Promise<number> =>
  until(`a tab with ${origin}`, () =>
    page.evaluate(
      async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url?.startsWith(wanted))?.id ?? 0,
      origin,
    ),
  );

/**
 * Waits until the toolbar button shows what is expected, in one tab or in all that show nothing of their own.
 *
 * @param page a page of the extension
 */
export async function untilBadge(
  page: DrivenPage,
  tabId: number | undefined,
  expected: (badge: ShownBadge) => boolean,
): Promise<ShownBadge> {
  let shown: ShownBadge | undefined;
  return until(
    'the toolbar button to show it',
    async () => {
      shown = await page.evaluate(
        async (tab) => ({
          text: await chrome.action.getBadgeText(tab === null ? {} : { tabId: tab }),
          title: await chrome.action.getTitle(tab === null ? {} : { tabId: tab }),
        }),
        tabId ?? null,
      );
      return expected(shown) && shown;
    },
    async () => shown,
  );
}

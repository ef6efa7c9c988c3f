import type { DrivenPage } from './driven-browser.ts';

/** Host permissions that the extension has at the moment, as match patterns. */
export const hostPermissions = (page: DrivenPage): Promise<string[]> =>
  page.evaluate(async () => (await chrome.permissions.getAll()).origins ?? []);

import browser from 'webextension-polyfill';
import { permissionPattern } from '../browser.ts';
import type { Database } from '../database.ts';
import { listSites } from './site-store.ts';

const scriptId = 'capture';
/** The content script as vite.config.ts builds it: one file that no page can load. */
const scriptFile = 'capture.js';

/**
 * Registers the content script on exactly the allowed sites for which the browser still has the permission, and forgets the
 * others. The browser keeps the registration over its restarts, so pages that load before the background are covered too.
 */
export async function registerContentScript(database: Database): Promise<void> {
  const patterns = new Set<string>();
  for (const { origin } of await listSites(database)) {
    const pattern = permissionPattern(origin);
    if (await browser.permissions.contains({ origins: [pattern] })) patterns.add(pattern);
    else await database.delete('sites', origin);
  }
  const [registered] = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  const matches = [...patterns].sort();
  if (registered && matches.length === 0) await browser.scripting.unregisterContentScripts({ ids: [scriptId] });
  if (matches.length === 0) return;
  const script = { id: scriptId, js: [scriptFile], matches, runAt: 'document_start' as const };
  if (registered) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);
}

/** Starts the content script in tabs of `origin` that are already open. */
export async function startInOpenTabs(origin: string): Promise<void> {
  const tabs = await browser.tabs.query({ url: permissionPattern(origin) });
  await Promise.allSettled(
    tabs.map(async ({ id, url, incognito }) => {
      if (id === undefined || incognito || url === undefined || new URL(url).origin !== origin) return;
      await browser.scripting.executeScript({ target: { tabId: id }, files: [scriptFile] });
    }),
  );
}

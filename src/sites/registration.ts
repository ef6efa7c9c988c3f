import browser from 'webextension-polyfill';
import { permissionPattern } from '../browser.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Database } from '../storage/database.ts';
import { reachOpenTabs, scriptFile } from './open-tabs.ts';
import { addSite, listSites, removeSite } from './site-store.ts';

const scriptId = 'capture';

const registering = oneAtATime();

/**
 * Registers the content script on exactly the allowed sites for which the browser still has the permission, and forgets
 * the others. The browser keeps the registration over its restarts, so pages that load before the background are
 * covered too. One at a time: two at once would both register what was not there.
 */
export const registerContentScript = (database: Database): Promise<void> => registering(() => register(database));

async function register(database: Database): Promise<void> {
  const patterns = new Set<string>();
  for (const { origin } of await listSites(database)) {
    const pattern = permissionPattern(origin);
    if (await browser.permissions.contains({ origins: [pattern] })) patterns.add(pattern);
    else await removeSite(database, origin);
  }
  const [registered] = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  const matches = [...patterns];
  if (registered && matches.length === 0) await browser.scripting.unregisterContentScripts({ ids: [scriptId] });
  if (matches.length === 0) return;
  const script = {
    id: scriptId,
    js: [scriptFile],
    matches,
    runAt: 'document_start' as const,
    // Frames too, with those that inherit their origin; the script stops in every frame that is not of the page's
    // origin.
    allFrames: true,
    matchOriginAsFallback: true,
  };
  if (registered) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);
}

/**
 * Keeps what is typed on a site from now on, also in its open tabs; the permission is there.
 *
 * @param told whether a page is there that says so to the volunteer
 */
export async function allowSite(database: Database, origin: string, now: number, told = true): Promise<void> {
  await addSite(database, origin, now, told);
  await registerContentScript(database);
  await reachOpenTabs(database);
}

import browser from 'webextension-polyfill';
import { permissionFor, permissionPattern, releaseOrigin } from '../browser.ts';
import { listSites } from '../sites/site-store.ts';
import type { Database } from '../storage/database.ts';
import { changeSettings } from '../storage/settings-store.ts';
import { leaveWithNotice } from '../studies/membership.ts';
import { listStudies } from '../studies/study-store.ts';

/** Gives the permission for `origin` back unless a study or an allowed site still needs it. */
export async function releaseIfUnused(database: Database, origin: string): Promise<void> {
  const inUse = [
    ...(await listStudies(database)).map((study) => study.server),
    ...(await listSites(database)).map((site) => site.origin),
  ];
  if (inUse.every((other) => permissionPattern(other) !== permissionPattern(origin))) await releaseOrigin(origin);
}

/**
 * Leaves every study for which a permission was lost that consent rests on: the volunteer took it away in the browser.
 * A notice says so. Without the consent to data collection nothing more is kept either, until capturing is resumed.
 */
export async function leaveUnreachable(database: Database, now: number): Promise<void> {
  for (const study of await listStudies(database)) {
    const permission = await permissionFor(study.server);
    // Firefox asks for data collection when a study is joined, not before.
    if (permission === 'granted' || (permission === 'no-data-collection' && study.state !== 'joined')) continue;
    await leaveWithNotice(database, study.id, now, permission);
    await releaseIfUnused(database, study.server);
    if (permission === 'no-data-collection') await changeSettings(database, { paused: true });
  }
}

/** Gives back every permission for a server or site that the browser lets go. */
export async function releaseAll(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  for (const pattern of origins) {
    try {
      await browser.permissions.remove({ origins: [pattern] });
    } catch {
      // Chrome throws for a permission that it was installed with.
    }
  }
}

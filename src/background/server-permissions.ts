import browser from 'webextension-polyfill';
import { hasOrigin, permissionPattern, releaseOrigin } from '../browser.ts';
import { listSites } from '../sites/site-store.ts';
import type { Database, StudyRecord } from '../storage/database.ts';
import { leaveStudy } from '../studies/membership.ts';
import { listStudies } from '../studies/study-store.ts';

/** Gives the permission for `origin` back unless a study or an allowed site still needs it. */
export async function releaseIfUnused(database: Database, origin: string): Promise<void> {
  const inUse = [
    ...(await listStudies(database)).map((study) => study.server),
    ...(await listSites(database)).map((site) => site.origin),
  ];
  if (inUse.every((other) => permissionPattern(other) !== permissionPattern(origin))) await releaseOrigin(origin);
}

/** Leaves every study whose server may no longer be reached: the volunteer took the permission away in the browser. */
export async function leaveUnreachable(database: Database, now: number): Promise<StudyRecord[]> {
  const left: StudyRecord[] = [];
  for (const study of await listStudies(database)) {
    if (await hasOrigin(study.server)) continue;
    await leaveStudy(database, study.id, now);
    left.push(study);
  }
  return left;
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

import { advanceEpoch, beginEpoch, epochIn } from '../storage/capture-epoch.ts';
import type { AllowedSite, Database } from '../storage/database.ts';
import { defaultSettings } from '../storage/settings-store.ts';

/** Sites the volunteer allowed, by origin. */
export const listSites = (database: Database): Promise<AllowedSite[]> => database.getAll('sites');

/**
 * Allows a site. One that was allowed before stays as it was.
 *
 * @param told whether a page is there that says so to the volunteer
 */
export async function addSite(database: Database, origin: string, now: number, told = true): Promise<void> {
  const transaction = database.transaction(['sites', 'captureEpoch'], 'readwrite');
  const sites = transaction.objectStore('sites');
  if ((await sites.count(origin)) === 0) {
    await sites.put({ origin, allowedAt: now, ...(!told && { untold: true }) });
    await beginEpoch(transaction.objectStore('captureEpoch'), now);
  }
  await transaction.done;
}

/** The volunteer has read which sites are allowed. */
export async function noteAllTold(database: Database): Promise<void> {
  const transaction = database.transaction('sites', 'readwrite');
  for (const { untold, ...site } of await transaction.store.getAll()) {
    if (untold) await transaction.store.put(site);
  }
  await transaction.done;
}

/** Removes a site with all that is known about capturing there; its drafts stay. Ends the epoch of capturing. */
export async function removeSite(database: Database, origin: string): Promise<void> {
  const transaction = database.transaction(['sites', 'captureEpoch'], 'readwrite');
  await transaction.objectStore('sites').delete(origin);
  await advanceEpoch(transaction.objectStore('captureEpoch'));
  await transaction.done;
}

/**
 * Remembers why the field that somebody typed in last was not kept, unless the site was removed or the epoch ended
 * meanwhile.
 *
 * @param reason a word of the field policy, never text
 */
export async function noteRefusal(
  database: Database,
  origin: string,
  reason: string,
  epoch: number,
  now: number,
): Promise<void> {
  const transaction = database.transaction(['sites', 'captureEpoch'], 'readwrite');
  const site = await transaction.objectStore('sites').get(origin);
  const current = await epochIn(transaction.objectStore('captureEpoch'));
  if (site && epoch === current) await transaction.objectStore('sites').put({ ...site, refused: { reason, at: now } });
  await transaction.done;
}

/** Longest time between the browser's question and the click on it; an older wish was refused or forgotten. */
const wishLastsMs = 5 * 60 * 1000;

/**
 * Stores for which site the browser is being asked, because the page that asked may be gone before the answer comes.
 */
export async function wishSite(database: Database, origin: string, now: number): Promise<void> {
  await database.put('wishedSite', { origin, wishedAt: now }, 'wishedSite');
}

/** Takes the stored wish away; returns its site when it is still fresh. */
export async function takeWishedSite(database: Database, now: number): Promise<string | undefined> {
  const transaction = database.transaction('wishedSite', 'readwrite');
  const wish = await transaction.store.get('wishedSite');
  await transaction.store.clear();
  await transaction.done;
  return wish && now - wish.wishedAt < wishLastsMs ? wish.origin : undefined;
}

/** Whether what is typed on a site is kept now, and in which epoch of capturing. */
export interface CaptureState {
  readonly epoch: number;
  readonly capturing: boolean;
}

/** One transaction, so that the epoch and what it stands for belong together. */
export async function readCaptureState(database: Database, origin: string): Promise<CaptureState> {
  const transaction = database.transaction(['sites', 'settings', 'captureEpoch']);
  const [allowed, settings, epoch] = await Promise.all([
    transaction.objectStore('sites').count(origin),
    transaction.objectStore('settings').get('settings'),
    epochIn(transaction.objectStore('captureEpoch')),
  ]);
  return { epoch, capturing: allowed > 0 && !(settings ?? defaultSettings).paused };
}

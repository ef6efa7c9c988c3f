import type { AllowedSite, Database } from '../storage/database.ts';

/** Sites the volunteer allowed, by origin. */
export const listSites = (database: Database): Promise<AllowedSite[]> => database.getAll('sites');

export const isAllowedSite = async (database: Database, origin: string): Promise<boolean> =>
  (await database.count('sites', origin)) > 0;

export async function addSite(database: Database, origin: string, now: number): Promise<void> {
  await database.put('sites', { origin, allowedAt: now });
}

export async function removeSite(database: Database, origin: string): Promise<void> {
  await database.delete('sites', origin);
}

/** Longest time between the browser's question and its answer; an older wish was refused or forgotten. */
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

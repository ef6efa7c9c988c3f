import type { AllowedSite, Database } from '../database.ts';

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

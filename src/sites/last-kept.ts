import { listDrafts } from '../drafts/draft-store.ts';
import type { AllowedSite, Database } from '../storage/database.ts';
import { listSites } from './site-store.ts';

/** An allowed site with what became of the words typed there. */
export interface SiteKeeping extends AllowedSite {
  /** When a draft of this site was last kept or edited; undefined when none is on the device. */
  readonly lastKeptAt: number | undefined;
}

/** The allowed sites; when something was last kept on each is read from the drafts, so it goes with them. */
export async function listSiteKeepings(database: Database, now: number): Promise<SiteKeeping[]> {
  const [sites, drafts] = await Promise.all([listSites(database), listDrafts(database, now)]);
  // Newest first: the first draft of a site is the last one kept.
  return sites.map((site) => ({ ...site, lastKeptAt: drafts.find((draft) => draft.site === site.origin)?.editedAt }));
}

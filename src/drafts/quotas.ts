import type { Draft } from '../storage/database.ts';

/** Most drafts on the device (P8). */
export const mostDrafts = 500;

/**
 * One site may add this many drafts in this time. A person who writes ten words every ten seconds for ten minutes stays
 * below; a page that fills the store by script does not. Later edits of a draft add none.
 */
export const mostNewDrafts = 60;
export const newDraftsWindowMs = 10 * 60 * 1000;

/**
 * Whether a site has added as many drafts lately as a person can write. Read from the stored drafts, not from memory.
 */
export function addsTooFast(drafts: readonly Draft[], site: string, now: number): boolean {
  const recent = drafts.filter((draft) => draft.site === site && Math.abs(now - draft.createdAt) < newDraftsWindowMs);
  return recent.length >= mostNewDrafts;
}

/**
 * What goes when the store is over its limit: the oldest draft of the site with most drafts, again and again. So a site
 * that keeps many pushes out its own, and never the few of another. Of sites with equally many, the one with the older
 * draft gives.
 */
export function beyondQuota(drafts: readonly Draft[]): Draft[] {
  const oldestFirst = drafts.toSorted((a, b) => a.editedAt - b.editedAt || (a.id < b.id ? -1 : 1));
  const bySite = new Map<string, Draft[]>();
  for (const draft of oldestFirst) bySite.set(draft.site, [...(bySite.get(draft.site) ?? []), draft]);
  const gone: Draft[] = [];
  while (drafts.length - gone.length > mostDrafts) {
    const [first, ...others] = [...bySite.values()];
    const most = others.reduce((a, b) => (older(b, a) ? b : a), first ?? []);
    const oldest = most.shift();
    if (oldest) gone.push(oldest);
  }
  return gone;
}

/** Whether the drafts `a` of a site give before `b`: there are more of them, or as many and an older one. */
const older = (a: readonly Draft[], b: readonly Draft[]): boolean =>
  a.length > b.length || (a.length === b.length && (a[0]?.editedAt ?? 0) < (b[0]?.editedAt ?? 0));

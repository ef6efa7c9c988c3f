import { epochIn } from '../storage/capture-epoch.ts';
import type { Database, Draft } from '../storage/database.ts';
import { defaultSettings } from '../storage/settings-store.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { addsTooFast, beyondQuota } from './quotas.ts';

export { mostDrafts } from './quotas.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Drafts are kept this long after their last edit (P8). */
export const keepDraftMs = 30 * dayMs;

export const isExpired = (draft: Draft, now: number): boolean => draft.editedAt <= now - keepDraftMs;

/** All drafts on the device that are not older than 30 days: newest first, and by their ids when equally old. */
export async function listDrafts(database: Database, now: number): Promise<Draft[]> {
  const drafts = await database.getAll('drafts');
  // They come in the order of their ids, and sorting keeps it.
  return drafts.filter((draft) => !isExpired(draft, now)).sort((a, b) => b.editedAt - a.editedAt);
}

export const countDrafts = (database: Database): Promise<number> => database.count('drafts');

/** Text typed in one field, as the background received it: `site` is the origin of the sender. */
export type TypedText = Pick<Draft, 'field' | 'text' | 'site'>;

/** What became of a typed text. */
export type Keeping = 'kept' | 'not-allowed' | 'paused' | 'earlier-epoch' | 'too-fast';

/**
 * Keeps a typed text, if that is still allowed. It replaces the draft of the same field, else a near-duplicate from the
 * same site; what is beyond the quotas goes.
 *
 * One transaction over all that decides. Erasing, forgetting, removing and pausing have one too, so a text that arrives
 * beside them is either deleted by them or refused here.
 *
 * @param epoch the epoch in which the text was typed
 * @param newId a fresh random id
 */
export async function keepDraft(
  database: Database,
  typed: TypedText,
  epoch: number,
  newId: string,
  now: number,
): Promise<Keeping> {
  const transaction = database.transaction(['drafts', 'sites', 'settings', 'captureEpoch'], 'readwrite');
  const keeping = async (): Promise<Keeping> => {
    if ((await transaction.objectStore('sites').count(typed.site)) === 0) return 'not-allowed';
    const settings = (await transaction.objectStore('settings').get('settings')) ?? defaultSettings;
    if (settings.paused) return 'paused';
    if (epoch !== (await epochIn(transaction.objectStore('captureEpoch')))) return 'earlier-epoch';
    const store = transaction.objectStore('drafts');
    const drafts = await store.getAll();
    const same = sameDraft(drafts, typed);
    if (!same && addsTooFast(drafts, typed.site, now)) return 'too-fast';
    const draft: Draft = { ...typed, id: same?.id ?? newId, createdAt: same?.createdAt ?? now, editedAt: now };
    await store.put(draft);
    const after = [...drafts.filter(({ id }) => id !== draft.id), draft];
    for (const { id } of beyondQuota(after)) await store.delete(id);
    return 'kept';
  };
  const kept = await keeping();
  await transaction.done;
  return kept;
}

/** The draft that a typed text is a later edit of. The same field comes first, whatever else is alike. */
function sameDraft(drafts: readonly Draft[], { field, text, site }: TypedText): Draft | undefined {
  const ofSite = drafts.filter((draft) => draft.site === site);
  return ofSite.find((draft) => draft.field === field) ?? ofSite.find((draft) => nearDuplicates(draft.text, text));
}

/**
 * Deletes drafts whose 30 days are over. A clock that is wrong for a moment must not delete them: a draft goes only
 * when its last day was noticed at least a day before, so that two readings of the clock a day apart agree.
 */
export async function expireDrafts(database: Database, now: number): Promise<void> {
  const transaction = database.transaction('drafts', 'readwrite');
  for (const draft of await transaction.store.getAll()) {
    const { endingAt, ...plain } = draft;
    const ending = isExpired(draft, now + dayMs);
    if (!ending) {
      if (endingAt !== undefined) await transaction.store.put(plain);
    } else if (endingAt === undefined || endingAt > now) {
      await transaction.store.put({ ...plain, endingAt: now });
    } else if (endingAt <= now - dayMs && isExpired(draft, now)) {
      await transaction.store.delete(draft.id);
    }
  }
  await transaction.done;
}

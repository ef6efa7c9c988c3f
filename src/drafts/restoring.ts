import { readUndoMark, sameMark, type UndoMark } from '../storage/capture-epoch.ts';
import type { Database, Draft } from '../storage/database.ts';
import { defaultSettings } from '../storage/settings-store.ts';
import { isExpired } from './draft-store.ts';
import { nearlyEqual, normalised } from './near-duplicates.ts';
import { beyondQuota } from './quotas.ts';

/** What became of an undo: how many drafts are kept again, or why none is. */
export type Restoring =
  | { readonly kind: 'restored'; readonly count: number }
  | { readonly kind: 'paused' | 'too-late' };

/**
 * Keeps drafts again that were forgotten by mistake, with their texts, sites, fields and times. They pass what every
 * draft passes, in one transaction: not paused, the site is allowed, not over, within the quotas. Their ids are new, so
 * an answer that was being sought in the forgotten ones when they went is not tied to them; answers that were deleted
 * with them stay deleted (docs/decisions/0020-an-undo-lives-in-the-open-page.md).
 *
 * @param drafts as `forgetDraft` and its likes handed them out
 * @param since the mark that came with them
 * @param mayReach whether the browser still lets the extension read a site
 * @param newId makes fresh random ids
 */
export async function restoreDrafts(
  database: Database,
  drafts: readonly Draft[],
  since: UndoMark,
  mayReach: (site: string) => boolean,
  newId: () => string,
  now: number,
): Promise<Restoring> {
  const transaction = database.transaction(['drafts', 'sites', 'settings', 'captureEpoch'], 'readwrite');
  const restoring = async (): Promise<Restoring> => {
    const { paused } = (await transaction.objectStore('settings').get('settings')) ?? defaultSettings;
    if (paused) return { kind: 'paused' };
    const mark = await readUndoMark(transaction.objectStore('captureEpoch'));
    if (!sameMark(mark, since)) return { kind: 'too-late' };
    const allowed = new Set((await transaction.objectStore('sites').getAllKeys()).filter(mayReach));
    const store = transaction.objectStore('drafts');
    const kept = await store.getAll();
    const written = kept.map((draft) => ({ site: draft.site, words: normalised(draft.text) }));
    const restored: Draft[] = [];
    for (const draft of drafts) {
      const { site, text, createdAt, editedAt } = draft;
      if (!allowed.has(site) || isExpired(draft, now)) continue;
      // Written again meanwhile, or restored before.
      const words = normalised(text);
      if (written.some((other) => other.site === site && nearlyEqual(other.words, words))) continue;
      // No draft may outlive its 30 days by a time that lies ahead.
      const times = { createdAt: Math.min(createdAt, now), editedAt: Math.min(editedAt, now) };
      restored.push({ ...draft, ...times, id: newId() });
    }
    const beyond = new Set(beyondQuota([...kept, ...restored]).map(({ id }) => id));
    for (const id of beyond) await store.delete(id);
    const staying = restored.filter(({ id }) => !beyond.has(id));
    for (const draft of staying) await store.put(draft);
    return { kind: 'restored', count: staying.length };
  };
  const result = await restoring();
  await transaction.done;
  return result;
}

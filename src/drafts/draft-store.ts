import type { Database, Draft } from '../storage/database.ts';
import { nearDuplicates } from './near-duplicates.ts';

/** Drafts are kept this long after their last edit, and at most this many (P8). */
export const keepDraftMs = 30 * 24 * 60 * 60 * 1000;
export const mostDrafts = 500;

/** Newest first, without what has expired. */
function kept(drafts: readonly Draft[], now: number): Draft[] {
  return drafts
    .filter((draft) => draft.editedAt > now - keepDraftMs)
    .sort((a, b) => b.editedAt - a.editedAt || (a.id < b.id ? -1 : 1))
    .slice(0, mostDrafts);
}

/** All drafts on the device, newest first. */
export const listDrafts = async (database: Database, now: number): Promise<Draft[]> =>
  kept(await database.getAll('drafts'), now);

export const countDrafts = (database: Database): Promise<number> => database.count('drafts');

/** Text typed in one field, as the background received it: `site` is the origin of the sender. */
export type TypedText = Pick<Draft, 'field' | 'text' | 'site'>;

/**
 * Keeps a typed text. It replaces the draft of the same field, or a near-duplicate from the same site; what has expired
 * or is beyond 500 goes. One transaction, so that two fields at once both count.
 *
 * @param newId a fresh random id
 */
export async function keepDraft(database: Database, typed: TypedText, newId: string, now: number): Promise<void> {
  const transaction = database.transaction('drafts', 'readwrite');
  const drafts = await transaction.store.getAll();
  const same = drafts.find(
    (draft) => draft.site === typed.site && (draft.field === typed.field || nearDuplicates(draft.text, typed.text)),
  );
  const draft: Draft = { ...typed, id: same?.id ?? newId, createdAt: same?.createdAt ?? now, editedAt: now };
  await transaction.store.put(draft);
  const keep = new Set(kept([...drafts.filter((other) => other.id !== draft.id), draft], now).map(({ id }) => id));
  for (const { id } of drafts) if (!keep.has(id)) await transaction.store.delete(id);
  await transaction.done;
}

/** Deletes drafts whose 30 days are over. */
export async function expireDrafts(database: Database, now: number): Promise<void> {
  const transaction = database.transaction('drafts', 'readwrite');
  const drafts = await transaction.store.getAll();
  const keep = new Set(kept(drafts, now).map(({ id }) => id));
  for (const { id } of drafts) if (!keep.has(id)) await transaction.store.delete(id);
  await transaction.done;
}

/**
 * Forgets one draft and the true answers that came from it, in waiting reports and receipts alike, in one transaction.
 * The votes stay: they are randomised.
 */
export async function forgetDraft(database: Database, id: string): Promise<void> {
  await forget(database, (drafts) => drafts.includes(id), id);
}

/** Forgets every draft and every true answer that came from one. */
export async function forgetAllDrafts(database: Database): Promise<void> {
  await forget(database, (drafts) => drafts.length > 0, undefined);
}

async function forget(
  database: Database,
  cameFrom: (drafts: readonly string[]) => boolean,
  id: string | undefined,
): Promise<void> {
  const transaction = database.transaction(['drafts', 'outbox', 'receipts'], 'readwrite');
  const drafts = transaction.objectStore('drafts');
  await (id === undefined ? drafts.clear() : drafts.delete(id));
  const forgotten = { trueAnswer: null, drafts: [] };
  const outbox = transaction.objectStore('outbox');
  for (const report of await outbox.getAll()) {
    if (cameFrom(report.drafts)) await outbox.put({ ...report, ...forgotten });
  }
  const receipts = transaction.objectStore('receipts');
  for (const receipt of await receipts.getAll()) {
    if (cameFrom(receipt.drafts)) await receipts.put({ ...receipt, ...forgotten });
  }
  await transaction.done;
}

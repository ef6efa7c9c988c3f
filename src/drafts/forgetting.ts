import type { IDBPTransaction } from 'idb';
import { advanceEpoch, countTakenBack, readUndoMark, type UndoMark } from '../storage/capture-epoch.ts';
import type { Database, Draft, Schema } from '../storage/database.ts';
import { defaultSettings } from '../storage/settings-store.ts';

/** What a forgetting deleted. It is handed to the page that asked, for its undo, and is stored nowhere. */
export interface Forgotten {
  /** How many drafts there were. */
  readonly count: number;
  /** Those of them that could be kept again: none while capturing is paused, none of a site that was removed. */
  readonly drafts: readonly Draft[];
  readonly before: UndoMark;
  /** An undo holds only while this is the mark of the device. */
  readonly after: UndoMark;
}

/**
 * Forgets one draft and the true answers that came from it, in waiting reports and receipts alike, in one transaction.
 * The votes stay: they are randomised. Ends the epoch of capturing, so that the text still standing in its field is not
 * kept again.
 */
export const forgetDraft = (database: Database, id: string): Promise<Forgotten> =>
  forget(
    database,
    (draft) => draft.id === id,
    (from) => from.includes(id),
    (origin, gone) => gone.some(({ site }) => site === origin),
  );

/**
 * Forgets the drafts of one site, the answers that came from them, and why fields were refused there. Ends the epoch.
 */
export const forgetSiteDrafts = (database: Database, site: string): Promise<Forgotten> =>
  forget(
    database,
    (draft) => draft.site === site,
    (from, gone) => gone.some(({ id }) => from.includes(id)),
    (origin) => origin === site,
  );

/** Forgets every draft, every true answer that came from one, and why fields were refused. Ends the epoch. */
export const forgetAllDrafts = (database: Database): Promise<Forgotten> =>
  forget(
    database,
    () => true,
    (from) => from.length > 0,
    () => true,
  );

/**
 * Takes back the draft of a field that turned out to hold a secret, to be refused, or to be emptied by its user, with
 * the true answers that came from it. Capturing goes on. Nothing happens to a report, else a page could signal through
 * a missing one. Whatever was forgotten before cannot be brought back afterwards: it might be this draft.
 *
 * @param site origin of the sender: a page takes back only drafts of its own origin
 */
export async function retractDraft(database: Database, site: string, field: string): Promise<void> {
  const transaction = database.transaction(changedByForgetting, 'readwrite');
  const drafts = await transaction.objectStore('drafts').getAll();
  for (const { id } of drafts.filter((draft) => draft.site === site && draft.field === field)) {
    await transaction.objectStore('drafts').delete(id);
    await forgetAnswers(transaction, (from) => from.includes(id));
  }
  await countTakenBack(transaction.objectStore('captureEpoch'));
  await transaction.done;
}

const changedByForgetting = ['drafts', 'outbox', 'receipts', 'sites', 'settings', 'captureEpoch'] as const;
type Forgetting = IDBPTransaction<Schema, typeof changedByForgetting, 'readwrite'>;

/**
 * @param isMeant which drafts go
 * @param cameFrom whether an answer that came `from` these drafts goes with those that are `gone`
 * @param isNear of which sites it is forgotten why a field was refused
 */
async function forget(
  database: Database,
  isMeant: (draft: Draft) => boolean,
  cameFrom: (from: readonly string[], gone: readonly Draft[]) => boolean,
  isNear: (origin: string, gone: readonly Draft[]) => boolean,
): Promise<Forgotten> {
  const transaction = database.transaction(changedByForgetting, 'readwrite');
  const epochs = transaction.objectStore('captureEpoch');
  const before = await readUndoMark(epochs);
  const drafts = transaction.objectStore('drafts');
  const gone = (await drafts.getAll()).filter(isMeant);
  for (const { id } of gone) await drafts.delete(id);
  await forgetAnswers(transaction, (from) => cameFrom(from, gone));
  const sites = transaction.objectStore('sites');
  const allowed = await sites.getAll();
  for (const { refused, ...site } of allowed) if (refused && isNear(site.origin, gone)) await sites.put(site);
  await advanceEpoch(epochs);
  const { paused } = (await transaction.objectStore('settings').get('settings')) ?? defaultSettings;
  const after = await readUndoMark(epochs);
  await transaction.done;
  const origins = new Set(paused ? [] : allowed.map(({ origin }) => origin));
  return { count: gone.length, drafts: gone.filter(({ site }) => origins.has(site)), before, after };
}

async function forgetAnswers(transaction: Forgetting, cameFrom: (drafts: readonly string[]) => boolean): Promise<void> {
  const forgotten = { trueAnswer: null, drafts: [] };
  const outbox = transaction.objectStore('outbox');
  for (const report of await outbox.getAll()) {
    if (cameFrom(report.drafts)) await outbox.put({ ...report, ...forgotten });
  }
  const receipts = transaction.objectStore('receipts');
  for (const receipt of await receipts.getAll()) {
    if (cameFrom(receipt.drafts)) await receipts.put({ ...receipt, ...forgotten });
  }
}

import type { Database } from './database.ts';

/** The store of the epoch inside a transaction that writes it; each user has a transaction of its own kind. */
interface EpochStore {
  get(key: 'captureEpoch'): Promise<number | undefined>;
  put(epoch: number, key: 'captureEpoch'): Promise<unknown>;
}

/**
 * Number of the current epoch of capturing. Pausing, resuming, forgetting, removing a site and erasing end an epoch:
 * what stands in any field at that moment is foreign afterwards, and a draft that was typed in an earlier epoch is
 * never stored. 0 on a device that never ended one.
 */
export const readEpoch = async (database: Database): Promise<number> =>
  (await database.get('captureEpoch', 'captureEpoch')) ?? 0;

/** Ends the epoch, in the transaction of what ends it: a draft is then stored either before and deleted, or never. */
export async function advanceEpoch(store: EpochStore): Promise<void> {
  await store.put(((await store.get('captureEpoch')) ?? 0) + 1, 'captureEpoch');
}

/**
 * Begins an epoch whose number no earlier one had, for a site that is allowed from now on. Erasing deletes the number,
 * and counting would begin anew: so this one goes by the clock. A content script that missed the erasing holds another.
 */
export async function beginEpoch(store: EpochStore, now: number): Promise<void> {
  await store.put(Math.max(((await store.get('captureEpoch')) ?? 0) + 1, now), 'captureEpoch');
}

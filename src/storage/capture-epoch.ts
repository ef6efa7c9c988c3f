import type { Database } from './database.ts';

/** The store of the epoch inside a transaction; each user has a transaction of its own kind. */
interface ReadableEpochStore {
  get(key: 'captureEpoch'): Promise<number | undefined>;
}
interface EpochStore extends ReadableEpochStore {
  put(epoch: number, key: 'captureEpoch'): Promise<unknown>;
}

/**
 * Number of the current epoch of capturing. Pausing, resuming, forgetting, removing a site and erasing end an epoch:
 * what stands in any field at that moment is foreign afterwards, and a draft that was typed in an earlier epoch is
 * never stored. 0 on a device that never ended one.
 */
export const epochIn = async (store: ReadableEpochStore): Promise<number> => (await store.get('captureEpoch')) ?? 0;

export const readEpoch = (database: Database): Promise<number> => epochIn(database.transaction('captureEpoch').store);

/** Ends the epoch, in the transaction of what ends it: a draft is then stored either before and deleted, or never. */
export async function advanceEpoch(store: EpochStore): Promise<void> {
  await store.put((await epochIn(store)) + 1, 'captureEpoch');
}

/**
 * Begins an epoch whose number no earlier one had, for a site that is allowed from now on. Erasing deletes the number,
 * and counting would begin anew: so this one goes by the clock. A content script that missed the erasing holds another.
 */
export async function beginEpoch(store: EpochStore, now: number): Promise<void> {
  await store.put(Math.max((await epochIn(store)) + 1, now), 'captureEpoch');
}

/**
 * How far capturing had come when something was forgotten: its epoch, and how many retractions the device has had. An
 * undo holds only while both are the same: so it brings back nothing after a pause, the removal of a site or an
 * erasing, and nothing that may have been taken back as a secret meanwhile.
 */
export interface UndoMark {
  readonly epoch: number;
  readonly takenBack: number;
}

interface MarkStore {
  get(key: 'captureEpoch' | 'takenBack'): Promise<number | undefined>;
}

export const readUndoMark = async (store: MarkStore): Promise<UndoMark> => ({
  epoch: await epochIn(store),
  takenBack: (await store.get('takenBack')) ?? 0,
});

/** The same, for a page that offers an undo. */
export const readMark = (database: Database): Promise<UndoMark> =>
  readUndoMark(database.transaction('captureEpoch').store);

export const sameMark = (a: UndoMark, b: UndoMark): boolean => a.epoch === b.epoch && a.takenBack === b.takenBack;

/** Counts a retraction, in its transaction. */
export async function countTakenBack(
  store: MarkStore & { put(count: number, key: 'takenBack'): Promise<unknown> },
): Promise<void> {
  await store.put(((await store.get('takenBack')) ?? 0) + 1, 'takenBack');
}

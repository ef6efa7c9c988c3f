import type { Database } from './database.ts';

/** All but `charges` and `answeredRounds`: these hold what P8 keeps, and nothing else does. */
const erased = [
  'drafts',
  'studies',
  'batches',
  'rounds',
  'outbox',
  'receipts',
  'settings',
  'sites',
  'wishedSite',
  'schedule',
  'captureEpoch',
  'cohorts',
  'withdrawnStudies',
] as const;

/**
 * Deletes everything but charges, study ids and answered-round hashes, in one transaction. Without them a study could
 * ask the same question again, and the caps would start from nothing.
 */
export async function eraseEverything(database: Database): Promise<void> {
  const transaction = database.transaction(erased, 'readwrite', { durability: 'strict' });
  await Promise.all([...erased.map((store) => transaction.objectStore(store).clear()), transaction.done]);
}

import { defaultCaps } from '../../core/privacy/ledger.ts';
import type { Database } from './database.ts';
import { defaultSettings } from './settings-store.ts';

/** All but `charges` and `answeredRounds`: these hold what P8 keeps. */
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
  'timeBox',
  'donationProgress',
] as const;

/**
 * Deletes everything but charges, study ids, answered-round hashes and lowered caps, in one transaction. Without them
 * a study could ask the same question again, the caps would start from nothing, or they would rise.
 */
export async function eraseEverything(database: Database): Promise<void> {
  const transaction = database.transaction(erased, 'readwrite', { durability: 'strict' });
  const settings = transaction.objectStore('settings');
  const { capPerReport, capWindow } = (await settings.get('settings')) ?? defaultSettings;
  const lowered = {
    paused: false,
    capPerReport: Math.min(capPerReport, defaultCaps.perReport),
    capWindow: Math.min(capWindow, defaultCaps.window),
  };
  await Promise.all(erased.map((store) => transaction.objectStore(store).clear()));
  if (lowered.capPerReport < defaultCaps.perReport || lowered.capWindow < defaultCaps.window) {
    await settings.put(lowered, 'settings');
  }
  await transaction.done;
}

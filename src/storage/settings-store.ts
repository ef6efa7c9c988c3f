import { type Caps, defaultCaps } from '../../core/privacy/ledger.ts';
import { advanceEpoch } from './capture-epoch.ts';
import type { Database, Settings } from './database.ts';

/** Largest cap that a volunteer may set, in epsilon. */
export const largestCap = 1000;

export const defaultSettings: Settings = {
  paused: false,
  capPerReport: defaultCaps.perReport,
  capWindow: defaultCaps.window,
};

export const readSettings = async (database: Database): Promise<Settings> =>
  (await database.get('settings', 'settings')) ?? defaultSettings;

export const capsOf = ({ capPerReport, capWindow }: Settings): Caps => ({
  perReport: capPerReport,
  window: capWindow,
});

/** Changes what is named and leaves the rest, in one transaction. Pausing and resuming end the epoch of capturing. */
export async function changeSettings(database: Database, changes: Partial<Settings>): Promise<void> {
  const transaction = database.transaction(['settings', 'captureEpoch'], 'readwrite');
  const settings = transaction.objectStore('settings');
  const current = (await settings.get('settings')) ?? defaultSettings;
  const changed = { ...current, ...changes };
  await settings.put(changed, 'settings');
  if (changed.paused !== current.paused) await advanceEpoch(transaction.objectStore('captureEpoch'));
  await transaction.done;
}

import { type Caps, defaultCaps } from '../../core/privacy/ledger.ts';
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

/** Changes what is named and leaves the rest, in one transaction. */
export async function changeSettings(database: Database, changes: Partial<Settings>): Promise<void> {
  const transaction = database.transaction('settings', 'readwrite');
  const current = (await transaction.store.get('settings')) ?? defaultSettings;
  await transaction.store.put({ ...current, ...changes }, 'settings');
  await transaction.done;
}

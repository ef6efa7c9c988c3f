import { summarise } from '../../core/privacy/ledger.ts';
import type { Database } from '../database.ts';

/** Stored charges by ascending sequence, as they are: `decideCharge` and `summarise` judge whether they can be read. */
export const readCharges = (database: Database): Promise<readonly unknown[]> => database.getAll('charges');

/** Epsilon spent in the last 30 days and in all, for the volunteer; the ledger may also be unreadable. */
export const ledgerSummary = async (database: Database, now: number): Promise<ReturnType<typeof summarise>> =>
  summarise(await readCharges(database), now);

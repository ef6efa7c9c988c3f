import type { Database } from '../storage/database.ts';

/** How the work in a box ended: all was answered, its time was over, it broke, or the volunteer stopped it. */
export type BoxEnd = 'finished' | 'ran-out' | 'failed' | 'stopped';

/** Counts the donations in a row that ran out of their box, for the volunteer to be told. */
export async function noteBoxEnd(database: Database, end: BoxEnd): Promise<void> {
  if (end !== 'finished' && end !== 'ran-out') return;
  const transaction = database.transaction('timeBox', 'readwrite');
  const before = (await transaction.store.get('timeBox'))?.ranOut ?? 0;
  const ranOut = end === 'ran-out' ? before + 1 : 0;
  if (ranOut !== before) await transaction.store.put({ ranOut }, 'timeBox');
  await transaction.done;
}

/** How many donations in a row, up to the last one, ran out of their box. */
export const countBoxesRunOut = async (database: Database): Promise<number> =>
  (await database.get('timeBox', 'timeBox'))?.ranOut ?? 0;

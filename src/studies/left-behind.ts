import type { IDBPTransaction, StoreNames } from 'idb';
import type { Database, RoundRecord, Schema } from '../storage/database.ts';
import { batchesOf } from './batches.ts';

type Stores = 'studies' | 'rounds' | 'batches' | 'answeredRounds';

/**
 * Deletes the batches that nothing needs any more, inside a transaction: those of rounds that are gone, and those of
 * rounds that have closed. Of a closed round that was answered the texts stay, because its receipt shows them. What
 * goes can be fetched again, should the clock have been wrong.
 */
export async function deleteUnneededIn<Names extends StoreNames<Schema>[]>(
  transaction: IDBPTransaction<Schema, (Stores | Names[number])[], 'readwrite'>,
  now: number,
): Promise<void> {
  const needed = new Set<string>();
  for (const record of await transaction.objectStore('rounds').getAll()) {
    const study = await transaction.objectStore('studies').get(record.study);
    const [texts, ...others] = batchesOf(record.signed.document);
    const open = study !== undefined && !isOver(record, Date.parse(study.signed.document.endsAt), now);
    const answered = (await transaction.objectStore('answeredRounds').count([record.study, record.round])) > 0;
    if (texts && (open || (study && answered))) needed.add(texts);
    if (open) for (const hash of others) needed.add(hash);
  }
  const batches = transaction.objectStore('batches');
  for (const hash of await batches.getAllKeys()) if (!needed.has(hash)) await batches.delete(hash);
}

const isOver = ({ closed, signed }: RoundRecord, endsAt: number, now: number): boolean =>
  closed || now >= Math.min(endsAt, Date.parse(signed.document.closesAt));

/** The same in a transaction of its own. */
export async function deleteUnneeded(database: Database, now: number): Promise<void> {
  const transaction = database.transaction(['studies', 'rounds', 'batches', 'answeredRounds'], 'readwrite');
  await deleteUnneededIn(transaction, now);
  await transaction.done;
}

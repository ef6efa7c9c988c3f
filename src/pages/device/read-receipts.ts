import { type KeptRound, listKeptRounds, listReceipts } from '../../reports/report-store.ts';
import type { Database, Receipt } from '../../storage/database.ts';

/** A receipt with what it takes to put its vote into words. */
export interface ReceiptView extends KeptRound {
  readonly receipt: Receipt;
}

/** Receipts of all that was sent, cancelled or refused; newest first. */
export async function readReceipts(database: Database): Promise<ReceiptView[]> {
  const receipts = await listReceipts(database);
  const kept = await listKeptRounds(database, receipts);
  return receipts.flatMap((receipt, position) => {
    const round = kept[position];
    return round ? [{ receipt, ...round }] : [];
  });
}

import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { listReceipts, roundTexts } from '../../reports/report-store.ts';
import type { Database, Receipt } from '../../storage/database.ts';
import { roundById } from '../../studies/study-store.ts';

/** A receipt with what it takes to put its vote into words; both are undefined once the device no longer keeps them. */
export interface ReceiptView {
  readonly receipt: Receipt;
  readonly round: RoundManifest | undefined;
  readonly texts: readonly string[] | undefined;
}

/** Receipts of all that was sent, cancelled or refused; newest first. */
export const readReceipts = async (database: Database): Promise<ReceiptView[]> =>
  Promise.all((await listReceipts(database)).map((receipt) => viewReceipt(database, receipt)));

const viewReceipt = async (database: Database, receipt: Receipt): Promise<ReceiptView> => ({
  receipt,
  round: (await roundById(database, receipt.study, receipt.round))?.signed.document,
  texts: await roundTexts(database, receipt.study, receipt.round),
});

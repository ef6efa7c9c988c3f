import type { RoundId, StudyId } from '../../core/ids.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { decodeTexts } from '../../core/protocol/texts.ts';
import type { RoundKey } from '../device.ts';
import type { StoredReason } from '../refusal.ts';
import type { Database, Receipt, WaitingReport } from '../storage/database.ts';

/**
 * What a page may show of a report that waits: neither vote nor answer, else its presence would depend on the answer
 * (P8).
 */
export type WaitingSummary = Omit<WaitingReport, 'body' | 'trueAnswer' | 'drafts'>;

/** Reports that wait for their time, the next to leave first. */
export async function waitingReports(database: Database): Promise<WaitingSummary[]> {
  const reports = await database.getAllFromIndex('outbox', 'sendAt');
  return reports.map(({ body: _body, trueAnswer: _answer, drafts: _drafts, ...summary }) => summary);
}

export const countWaiting = (database: Database): Promise<number> => database.count('outbox');

/** Where a report is: it waits, or what became of it. Neither vote nor answer (P8). */
export type ReportState =
  | { readonly kind: 'waiting'; readonly sendAt: number; readonly attempts: number }
  | { readonly kind: 'sent' }
  | { readonly kind: 'cancelled' | 'refused'; readonly reason: StoredReason | null };

/** Where the report of a round is; undefined when there is none. */
export async function reportState(
  database: Database,
  { study, round }: { readonly study: StudyId; readonly round: RoundId },
): Promise<ReportState | undefined> {
  const waiting = await database.get('outbox', [study, round]);
  if (waiting) return { kind: 'waiting', sendAt: waiting.sendAt, attempts: waiting.attempts };
  const receipt = await database.get('receipts', [study, round]);
  if (!receipt) return undefined;
  const { outcome, reason } = receipt;
  return outcome === 'sent' ? { kind: outcome } : { kind: outcome, reason };
}

/** What became of reports, newest first. */
export async function listReceipts(database: Database): Promise<Receipt[]> {
  const receipts = await database.getAll('receipts');
  return receipts.sort((a, b) => b.finishedAt - a.finishedAt);
}

/** Texts of a round in the order of their ids; undefined when they are not stored. */
export async function roundTexts(database: Database, study: StudyId, round: RoundId): Promise<string[] | undefined> {
  const record = await database.get('rounds', [study, round]);
  const batch = record && (await database.get('batches', record.signed.document.texts.sha256));
  return batch && decodeTexts(batch.bytes);
}

/** What a device still keeps of a round; both are undefined once it was left or has closed. */
export interface KeptRound {
  readonly round: RoundManifest | undefined;
  /** In the order of their ids. */
  readonly texts: readonly string[] | undefined;
}

/**
 * The rounds with these keys, in their order, in one transaction. Most were left or have closed: only those that are
 * still stored are read, however many a server has published.
 */
export async function listKeptRounds(database: Database, keys: readonly RoundKey[]): Promise<KeptRound[]> {
  const transaction = database.transaction(['rounds', 'batches']);
  const [rounds, batches] = [transaction.objectStore('rounds'), transaction.objectStore('batches')];
  const stored = new Set((await rounds.getAllKeys()).map(([study, round]) => `${study} ${round}`));
  return Promise.all(
    keys.map(async ({ study, round }) => {
      const manifest = stored.has(`${study} ${round}`)
        ? (await rounds.get([study, round]))?.signed.document
        : undefined;
      const batch = manifest && (await batches.get(manifest.texts.sha256));
      return { round: manifest, texts: batch && decodeTexts(batch.bytes) };
    }),
  );
}

type Finish = Pick<Receipt, 'body' | 'outcome' | 'finishedAt' | 'reason'>;

/** What is kept of a report that waits no more. */
export function receiptOf(report: WaitingReport, finished: Finish): Receipt {
  const { attempts: _attempts, sendAt: _sendAt, closesAt: _closesAt, lateSince: _late, ...kept } = report;
  return { ...kept, ...finished };
}

/** Moves a waiting report to its receipt in one transaction; false when it was no longer there. */
export async function finishReport(
  database: Database,
  { study, round }: Pick<WaitingReport, 'study' | 'round'>,
  finish: (report: WaitingReport) => Finish,
): Promise<boolean> {
  const transaction = database.transaction(['outbox', 'receipts'], 'readwrite');
  const outbox = transaction.objectStore('outbox');
  const report = await outbox.get([study, round]);
  if (report) {
    await transaction.objectStore('receipts').put(receiptOf(report, finish(report)));
    await outbox.delete([study, round]);
  }
  await transaction.done;
  return report !== undefined;
}

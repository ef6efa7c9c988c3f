import type { StudyId } from '../../core/ids.ts';
import { cancelled } from '../reports/outbox.ts';
import { receiptOf } from '../reports/report-store.ts';
import type { Database, StudyRecord } from '../storage/database.ts';
import { adjustChecks } from './checks.ts';

/**
 * Joins a study that is under review. True when it is joined now, also if it was before; false when it was not
 * reviewed.
 */
export async function joinStudy(database: Database, study: StudyId, now: number): Promise<boolean> {
  const transaction = database.transaction('studies', 'readwrite');
  const record = await transaction.store.get(study);
  if (record?.state === 'under-review') await transaction.store.put({ ...record, state: 'joined', joinedAt: now });
  await transaction.done;
  await adjustChecks(database, now);
  return record !== undefined;
}

/** Forgets the study under review; undefined when there is none. */
export async function declineStudy(database: Database, study: StudyId): Promise<StudyRecord | undefined> {
  const transaction = database.transaction('studies', 'readwrite');
  const record = await transaction.store.get(study);
  const declined = record?.state === 'under-review' ? record : undefined;
  if (declined) await transaction.store.delete(study);
  await transaction.done;
  return declined;
}

/**
 * Leaves a study and cancels what waits for it, in one transaction. So a background that is stopped in between cannot
 * send a report of a study that was left. Charges, answered-round marks and receipts stay, so that joining again asks
 * nothing twice.
 */
export async function leaveStudy(database: Database, study: StudyId, now: number): Promise<StudyRecord | undefined> {
  const transaction = database.transaction(['studies', 'outbox', 'receipts'], 'readwrite');
  const record = await transaction.objectStore('studies').get(study);
  await transaction.objectStore('studies').delete(study);
  const outbox = transaction.objectStore('outbox');
  for (const report of (await outbox.getAll()).filter((waiting) => waiting.study === study)) {
    await transaction.objectStore('receipts').put(receiptOf(report, cancelled(report, now)));
    await outbox.delete([report.study, report.round]);
  }
  await transaction.done;
  await adjustChecks(database, now);
  return record;
}

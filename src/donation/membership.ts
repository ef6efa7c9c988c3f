import type { StudyId } from '../../core/protocol/ids.ts';
import type { Database, StudyRecord } from '../database.ts';
import { cancelled } from './outbox.ts';
import { finishReport } from './report-store.ts';
import { adjustChecks } from './schedule.ts';

/** Accepts the study under review; false when there is none. */
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
 * Leaves a study: no vote is sealed from here on, and what waits is cancelled. Charges, answered-round marks and receipts stay, so that
 * joining again asks nothing twice.
 */
export async function leaveStudy(database: Database, study: StudyId, now: number): Promise<StudyRecord | undefined> {
  const record = await database.get('studies', study);
  await database.delete('studies', study);
  const waiting = (await database.getAll('outbox')).filter((report) => report.study === study);
  for (const report of waiting) await finishReport(database, report, (latest) => cancelled(latest, now));
  await adjustChecks(database, now);
  return record;
}

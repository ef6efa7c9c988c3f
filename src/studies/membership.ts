import type { StudyId } from '../../core/ids.ts';
import { uniformBelow } from '../../core/privacy/random-integers.ts';
import type { Device } from '../device.ts';
import { cancelled } from '../reports/outbox.ts';
import { receiptOf } from '../reports/report-store.ts';
import type { Database, StudyRecord } from '../storage/database.ts';
import { adjustChecks } from './checks.ts';

/**
 * Joins a study that is under review, and draws the cohort of this device unless it has one from before. True when it
 * is joined now, also if it was before; false when it was not reviewed.
 */
export async function joinStudy({ database, now, random }: Joining, study: StudyId): Promise<boolean> {
  const transaction = database.transaction(['studies', 'cohorts'], 'readwrite');
  const studies = transaction.objectStore('studies');
  const memberships = transaction.objectStore('cohorts');
  const record = await studies.get(study);
  if (record?.state === 'under-review') {
    await studies.put({ ...record, state: 'joined', joinedAt: now() });
    const cohort = uniformBelow(record.signed.document.cohorts, random);
    if ((await memberships.count(study)) === 0) await memberships.add({ study, cohort });
  }
  await transaction.done;
  await adjustChecks(database, now());
  return record !== undefined;
}
type Joining = Pick<Device, 'database' | 'now' | 'random'>;

/** The cohort of this device in a study, from 0; the first one in a study that was joined before there were cohorts. */
export const cohortIn = async (database: Database, study: StudyId): Promise<number> =>
  (await database.get('cohorts', study))?.cohort ?? 0;

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

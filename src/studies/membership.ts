import type { IDBPTransaction, StoreNames } from 'idb';
import type { StudyId } from '../../core/ids.ts';
import { uniformBelow } from '../../core/privacy/random-integers.ts';
import { corrects } from '../../core/protocol/correction.ts';
import type { Device } from '../device.ts';
import { cancelled } from '../reports/outbox.ts';
import { receiptOf } from '../reports/report-store.ts';
import type { Database, Schema, StudyRecord, WithdrawnStudy } from '../storage/database.ts';
import { endChecks, startChecks } from './checks.ts';
import { questionKey } from './corrected-study.ts';
import { deleteUnneededIn } from './left-behind.ts';
import { studyById } from './study-store.ts';

/**
 * Joins a study that is under review, and draws the cohort of this device unless it has one from before. A study that
 * corrects a joined one takes its place, with the same cohort and with the questions that were answered there. True
 * when it is joined now, also if it was before; false when it was not reviewed.
 *
 * @param server origin of the server that the volunteer was shown: a second link may have put another in its place
 */
export async function joinStudy(device: Joining, study: StudyId, server: string): Promise<boolean> {
  const { database, now, random } = device;
  const corrected = await earlierOf(database, study);
  const transaction = database.transaction(
    ['studies', 'cohorts', 'rounds', 'batches', 'answeredRounds', 'outbox', 'receipts'],
    'readwrite',
  );
  const studies = transaction.objectStore('studies');
  const record = await studies.get(study);
  const asShown = record?.server === server;
  if (asShown && record.state === 'under-review') {
    const earlier = corrected && (await studies.get(corrected));
    const answeredBefore = earlier ? await answeredIn(transaction, earlier) : [];
    await studies.put({ ...record, state: 'joined', joinedAt: now(), answeredBefore });
    const memberships = transaction.objectStore('cohorts');
    const { cohorts } = record.signed.document;
    const drawn = uniformBelow(cohorts, random);
    const before = earlier && (await memberships.get(earlier.id))?.cohort;
    const cohort = before !== undefined && before < cohorts ? before : drawn;
    if ((await memberships.count(study)) === 0) await memberships.add({ study, cohort });
    if (earlier) await leaveIn(transaction, earlier.id, now());
  }
  await transaction.done;
  await startChecks(device);
  return asShown;
}

type Stores = ('studies' | 'cohorts' | 'rounds' | 'batches' | 'answeredRounds' | 'outbox' | 'receipts')[];
type Transaction = IDBPTransaction<Schema, Stores, 'readwrite'>;

/**
 * The joined study that a study under review corrects. Its signatures are checked here, outside of any transaction.
 */
async function earlierOf(database: Database, study: StudyId): Promise<StudyId | undefined> {
  const signed = (await studyById(database, study))?.signed;
  const named = signed?.document.format === 'data-donor/study/2' ? signed.document.corrects?.study : undefined;
  const earlier = named && (await studyById(database, named));
  return signed && earlier?.state === 'joined' && (await corrects(signed, earlier)) ? earlier.id : undefined;
}

async function answeredIn(transaction: Transaction, { id, answeredBefore = [] }: StudyRecord): Promise<string[]> {
  const rounds = await transaction.objectStore('rounds').index('study').getAll(id);
  const answered = await Promise.all(
    rounds.map(({ study, round }) => transaction.objectStore('answeredRounds').count([study, round])),
  );
  return [
    ...answeredBefore,
    ...rounds.filter((_, i) => answered[i] !== 0).map(({ signed }) => questionKey(signed.document)),
  ];
}

type Joining = Pick<Device, 'database' | 'now' | 'random'>;

/**
 * The cohort of this device in a study, from 0; the first one in a study that was joined before there were cohorts.
 */
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
 * Leaves a study: cancels what waits for it, and deletes its rounds and their material, in one transaction. So a
 * background that is stopped in between cannot send a report of a study that was left. Charges, answered-round marks
 * and receipts stay, so that joining again asks nothing twice.
 */
export async function leaveStudy(database: Database, study: StudyId, now: number): Promise<StudyRecord | undefined> {
  const transaction = database.transaction(leaving, 'readwrite');
  const record = await leaveIn(transaction, study, now);
  await transaction.done;
  await endChecks(database);
  return record;
}

/**
 * Leaves a study without its volunteer, and remembers that for her to read: its researchers withdrew it, or a
 * permission that her consent rests on was lost.
 */
export async function leaveWithNotice(
  database: Database,
  study: StudyId,
  now: number,
  lost?: WithdrawnStudy['lost'],
): Promise<StudyRecord | undefined> {
  const transaction = database.transaction([...leaving, 'withdrawnStudies'], 'readwrite');
  const record = await leaveIn(transaction, study, now);
  if (record?.state === 'joined') {
    const { title } = record.signed.document;
    await transaction.objectStore('withdrawnStudies').put({ study, title, at: now, ...(lost && { lost }) });
  }
  await transaction.done;
  await endChecks(database);
  return record;
}

const leaving = ['studies', 'outbox', 'receipts', 'rounds', 'batches', 'answeredRounds'] as const;

async function leaveIn<Names extends StoreNames<Schema>[]>(
  transaction: IDBPTransaction<Schema, ((typeof leaving)[number] | Names[number])[], 'readwrite'>,
  study: StudyId,
  now: number,
): Promise<StudyRecord | undefined> {
  const record = await transaction.objectStore('studies').get(study);
  await transaction.objectStore('studies').delete(study);
  const outbox = transaction.objectStore('outbox');
  for (const report of (await outbox.getAll()).filter((waiting) => waiting.study === study)) {
    await transaction.objectStore('receipts').put(receiptOf(report, cancelled(report, now)));
    await outbox.delete([report.study, report.round]);
  }
  const rounds = transaction.objectStore('rounds');
  for (const key of await rounds.index('study').getAllKeys(study)) await rounds.delete(key);
  await deleteUnneededIn(transaction, now);
  return record;
}

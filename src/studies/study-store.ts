import type { RoundId, StudyId } from '../../core/ids.ts';
import type { Database, RoundRecord, StudyRecord, WithdrawnStudy } from '../storage/database.ts';

export const studyById = (database: Database, study: StudyId): Promise<StudyRecord | undefined> =>
  database.get('studies', study);

/** Joined studies and those under review. */
export const listStudies = (database: Database): Promise<StudyRecord[]> => database.getAll('studies');

export const joinedStudies = async (database: Database): Promise<StudyRecord[]> =>
  (await listStudies(database)).filter((record) => record.state === 'joined');

/** Studies that were withdrawn since the volunteer looked last. */
export const listWithdrawn = (database: Database): Promise<WithdrawnStudy[]> => database.getAll('withdrawnStudies');

/** The volunteer has read that a study was withdrawn. */
export const forgetWithdrawn = (database: Database, study: StudyId): Promise<void> =>
  database.delete('withdrawnStudies', study);

/** Rounds of a study as far as this device has seen them, oldest first. */
export async function roundsOf(database: Database, study: StudyId): Promise<RoundRecord[]> {
  const rounds = await database.getAllFromIndex('rounds', 'study', study);
  return rounds.sort((a, b) => a.signed.document.sequence - b.signed.document.sequence);
}

/** A round as far as this device has seen it. */
export const roundById = (database: Database, study: StudyId, round: RoundId): Promise<RoundRecord | undefined> =>
  database.get('rounds', [study, round]);

/** Changes a study that is still there; one that was left meanwhile stays left. */
export async function changeStudy(
  database: Database,
  study: StudyId,
  changes: Partial<
    Pick<StudyRecord, 'state' | 'joinedAt' | 'log' | 'logRefused' | 'problem' | 'problemSince' | 'correction'>
  >,
): Promise<void> {
  const transaction = database.transaction('studies', 'readwrite');
  const record = await transaction.store.get(study);
  if (record) await transaction.store.put({ ...record, ...changes });
  await transaction.done;
}

/** Changes a round that is stored. */
export async function changeRound(
  database: Database,
  { study, round }: Pick<RoundRecord, 'study' | 'round'>,
  changes: Partial<Pick<RoundRecord, 'closed' | 'checked' | 'problem' | 'sendAt' | 'textsCameAt'>>,
): Promise<void> {
  const transaction = database.transaction('rounds', 'readwrite');
  const record = await transaction.store.get([study, round]);
  if (record) await transaction.store.put({ ...record, ...changes });
  await transaction.done;
}

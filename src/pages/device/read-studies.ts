import { isAnswered } from '../../ledger/ledger-store.ts';
import type { Database, RoundRecord, StudyRecord } from '../../storage/database.ts';
import { joinedStudies, roundsOf } from '../../studies/study-store.ts';

export interface StudyView {
  readonly study: StudyRecord;
  readonly rounds: readonly RoundView[];
}

export interface RoundView {
  readonly record: RoundRecord;
  readonly answered: boolean;
}

/** Joined studies with the rounds this device has seen; newest study first, rounds in the order of the log. */
export async function readStudies(database: Database): Promise<StudyView[]> {
  const studies = await joinedStudies(database);
  studies.sort((a, b) => (b.joinedAt ?? 0) - (a.joinedAt ?? 0));
  return Promise.all(
    studies.map(async (study) => ({
      study,
      rounds: await Promise.all(
        (await roundsOf(database, study.id)).map(async (record) => ({
          record,
          answered: await isAnswered(database, record),
        })),
      ),
    })),
  );
}

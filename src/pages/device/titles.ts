import type { RoundId, StudyId } from '../../../core/ids.ts';
import type { Database } from '../../storage/database.ts';
import { listWithdrawn, roundById, studyById } from '../../studies/study-store.ts';

/** Title of a study, also of one that was withdrawn; a short hash once the device no longer keeps it. */
export const studyTitle = async (database: Database, study: StudyId): Promise<string> =>
  (await studyById(database, study))?.signed.document.title ??
  (await listWithdrawn(database)).find((withdrawn) => withdrawn.study === study)?.title ??
  `Study ${study.slice(0, 8)}`;

/** Title of a round; a short hash once the device no longer keeps it. */
export const roundTitle = async (database: Database, study: StudyId, round: RoundId): Promise<string> =>
  (await roundById(database, study, round))?.signed.document.title ?? `Round ${round.slice(0, 8)}`;

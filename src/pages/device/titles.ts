import { type RoundId, roundIdSchema, type StudyId, studyIdSchema } from '../../../core/ids.ts';
import type { RoundKey } from '../../device.ts';
import { say } from '../../language/say.ts';
import type { Database } from '../../storage/database.ts';
import { listWithdrawn, roundById, studyById } from '../../studies/study-store.ts';

/** Title of a study, also of one that was withdrawn; a short hash once the device no longer keeps it. */
export const studyTitle = async (database: Database, study: StudyId): Promise<string> =>
  (await studyById(database, study))?.signed.document.title ??
  (await listWithdrawn(database)).find((withdrawn) => withdrawn.study === study)?.title ??
  say('study_without_title', { hash: study.slice(0, 8) });

/** Title of a round; a short hash once the device no longer keeps it. */
export const roundTitle = async (database: Database, study: StudyId, round: RoundId): Promise<string> =>
  (await roundById(database, study, round))?.signed.document.title ??
  say('round_without_title', { hash: round.slice(0, 8) });

/** Fragment of the address at which home shows all texts of a round. */
export const textsAddress = ({ study, round }: RoundKey): string => `#texts/${study}/${round}`;

/** The round that such a fragment names; undefined for every other one. */
export function roundOfAddress(fragment: string): RoundKey | undefined {
  const [name, study, round] = fragment.split('/');
  const [studyId, roundId] = [studyIdSchema.safeParse(study), roundIdSchema.safeParse(round)];
  if (name !== '#texts' || !studyId.success || !roundId.success) return undefined;
  return { study: studyId.data, round: roundId.data };
}

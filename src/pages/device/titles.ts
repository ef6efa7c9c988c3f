import { type RoundId, roundIdSchema, type StudyId, studyIdSchema } from '../../../core/ids.ts';
import type { RoundKey } from '../../device.ts';
import { say } from '../../language/say.ts';
import type { Database } from '../../storage/database.ts';
import { listWithdrawn, roundById, studyById } from '../../studies/study-store.ts';

/** What a study or a round is called. */
export interface Title {
  readonly words: string;
  /** The researchers' own words. Else ours with a short hash: the device no longer keeps theirs. */
  readonly isTheirs: boolean;
}

const theirs = (words: string): Title => ({ words, isTheirs: true });
const ours = (words: string): Title => ({ words, isTheirs: false });

/** Title of a study, also of one that was withdrawn. */
export async function studyTitle(database: Database, study: StudyId): Promise<Title> {
  const title =
    (await studyById(database, study))?.signed.document.title ??
    (await listWithdrawn(database)).find((withdrawn) => withdrawn.study === study)?.title;
  return title === undefined ? ours(say('study_without_title', { hash: study.slice(0, 8) })) : theirs(title);
}

export async function roundTitle(database: Database, study: StudyId, round: RoundId): Promise<Title> {
  const title = (await roundById(database, study, round))?.signed.document.title;
  return title === undefined ? ours(say('round_without_title', { hash: round.slice(0, 8) })) : theirs(title);
}

/** Fragment of the address at which home shows all texts of a round. */
export const textsAddress = ({ study, round }: RoundKey): string => `#texts/${study}/${round}`;

/** The round that such a fragment names; undefined for every other one. */
export function roundOfAddress(fragment: string): RoundKey | undefined {
  const [name, study, round] = fragment.split('/');
  const [studyId, roundId] = [studyIdSchema.safeParse(study), roundIdSchema.safeParse(round)];
  if (name !== '#texts' || !studyId.success || !roundId.success) return undefined;
  return { study: studyId.data, round: roundId.data };
}

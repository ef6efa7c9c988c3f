import { model } from '../../core/embedding/model.ts';
import type { PublicKey } from '../../core/protocol/signed.ts';
import { type Study, studySchema } from '../../core/protocol/study.ts';
import type { StudyFile } from './study-file.ts';

/** Times in one spelling, so that they compare as strings. */
export const utcTime = (time: string | number): string => new Date(time).toISOString();

/** The study document: what volunteers consent to. */
export function studyDocument(file: StudyFile, publicKey: PublicKey, questions: Study['questions']): Study {
  const { rounds: _rounds, endsAt, ...words } = file;
  return studySchema.parse({
    ...words,
    format: 'data-donor/study/1',
    endsAt: utcTime(endsAt),
    publicKey,
    model: { id: model.id, sha256: model.sha256 },
    questions,
    cohorts: 1,
    participation: 'open',
  });
}

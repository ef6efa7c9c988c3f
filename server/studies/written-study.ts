import { z } from 'zod';
import type { Sha256 } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { textsSchema } from '../../core/protocol/texts.ts';
import { studyFileSchema } from './study-file.ts';
import { type RoundOfFolder, type StudyFolder, timeProblems } from './study-folder.ts';
import { fieldName, type StudyProblem } from './study-problem.ts';
import { textProblems } from './text-list.ts';

/** All that a researcher wrote in a study folder, as one document: it can be sent, kept, and named by its hash. */
export const writtenStudySchema = z
  .strictObject({
    study: studyFileSchema,
    /** Of each round of the study, in its order. */
    texts: z.array(textsSchema),
  })
  .refine(({ study, texts }) => study.rounds.length === texts.length, {
    path: ['texts'],
    message: 'expected the texts of each round',
  });
export type WrittenStudy = z.infer<typeof writtenStudySchema>;

/** Most bytes of such a document as JSON. Devices fetch no more of a round, and few studies have large ones. */
export const longestWrittenStudyBytes = 32 * 1024 * 1024;

/** The pool of a study and its slots stay with the researcher: a round says which of its texts are published. */
export function writtenStudy({ study, rounds }: StudyFolder): WrittenStudy {
  const { pool: _pool, slots: _slots, ...published } = study;
  return { study: published, texts: rounds.map(({ list }) => [...list]) };
}

/** What names a written study: every word of it, and every text. */
export const writtenStudyHash = async (written: WrittenStudy): Promise<Sha256> => sha256(canonicalBytes(written));

/**
 * The study folder that was written down, without the lines of its files, and what is wrong in it, as `readStudyFolder`
 * says it of files.
 */
export function folderOf({ study, texts }: WrittenStudy): {
  readonly folder: StudyFolder;
  readonly problems: readonly StudyProblem[];
} {
  const problemAt: StudyFolder['problemAt'] = (path, message) => ({
    file: 'study.yaml',
    field: fieldName(path),
    message,
  });
  const rounds = study.rounds.map((round, i): RoundOfFolder => {
    const list = texts[i] ?? [];
    const entries = list.map((text, row) => ({ text, line: row + 1, columns: {} }));
    return { ...round, list, file: round.texts, entries };
  });
  const problems = timeProblems(study, problemAt);
  for (const { file, entries, kind } of rounds) problems.push(...textProblems(file, entries, kind === 'fragments'));
  return { folder: { study, rounds, warnings: [], problemAt }, problems };
}

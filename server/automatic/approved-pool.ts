import { z } from 'zod';
import type { Sha256 } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { plainText } from '../../core/protocol/plain-text.ts';
import { longestText } from '../../core/protocol/texts.ts';
import { mostPoolTexts, originInWords, type StudyPool } from '../evolution/pool.ts';
import type { RoundEntry } from '../studies/study-file.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { sameness } from '../studies/text-list.ts';
import { folderOf, type WrittenStudy, writtenStudy, writtenStudySchema } from '../studies/written-study.ts';

/**
 * All that rounds may be made of which follow by themselves: the study file with the rounds that are open so far, and
 * every text that may be published. A person approves its hash.
 */
export const approvedPoolSchema = z.strictObject({
  written: writtenStudySchema,
  texts: z
    .array(
      z.strictObject({
        text: plainText(z.string().trim().min(1).max(longestText)),
        /** Where it comes from, in words, such as "pool.txt:12". */
        source: plainText(z.string().trim().min(1).max(400)),
      }),
    )
    .min(2)
    .max(mostPoolTexts),
});
export type ApprovedPool = z.infer<typeof approvedPoolSchema>;

/** What names a pool: every word of the study file, and every text. */
export const approvedPoolHash = async (pool: ApprovedPool): Promise<Sha256> => sha256(canonicalBytes(pool));

/** The pool of a study folder as it may leave the researcher's machine: without the texts that are declared private. */
export const approvedPoolOf = (folder: StudyFolder, { texts }: StudyPool): ApprovedPool => ({
  written: writtenStudy(folder),
  texts: texts
    .filter(({ declared }) => declared !== 'private')
    .map(({ text, origin }) => ({ text, source: originInWords(origin) })),
});

/** A round that was opened by itself, with its texts. */
export interface OpenedRound {
  readonly entry: RoundEntry;
  readonly texts: readonly string[];
}

/**
 * The study folder as it would be with the rounds that were opened by themselves.
 *
 * @throws {StudyFolderError} when it does not hold together
 */
export function folderWith({ written }: ApprovedPool, opened: readonly OpenedRound[]): StudyFolder {
  const longer: WrittenStudy = {
    study: { ...written.study, rounds: [...written.study.rounds, ...opened.map(({ entry }) => entry)] },
    texts: [...written.texts, ...opened.map(({ texts }) => [...texts])],
  };
  const { folder, problems } = folderOf(longer);
  if (problems.length > 0) throw new StudyFolderError(problems);
  return folder;
}

/** @throws {StudyFolderError} when two of its texts would be one to people */
export function refuseSameTexts({ texts }: ApprovedPool): void {
  const known = new Map<string, string>();
  for (const { text, source } of texts) {
    const earlier = known.get(sameness(text));
    if (earlier !== undefined) {
      throw new StudyFolderError([{ file: source, message: `the same text as in ${earlier}; send it once` }]);
    }
    known.set(sameness(text), source);
  }
}

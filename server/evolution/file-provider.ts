import { readFile } from 'node:fs/promises';
import { StudyFolderError } from '../studies/study-problem.ts';
import { decodeUtf8 } from '../studies/text-encoding.ts';
import { readTextFile } from '../studies/text-file.ts';
import type { Variation, VariationProvider } from './variations.ts';

/**
 * Variations that another program, or a person, has written into a file: a table or `.jsonl` with a column `text`, a
 * column `parent` with the text that was varied, and if there is one a column `operation`.
 *
 * @throws {StudyFolderError} when the file cannot be read, or has no such columns
 */
export async function fileProvider(file: string): Promise<VariationProvider> {
  const refuse = (message: string) => new StudyFolderError([{ file, message }]);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === 'ENOENT' ? 'there is no such file' : `this file cannot be read (${error.code})`);
  });
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) throw new StudyFolderError([{ file, ...decoded.problem }]);
  const { entries, columns, problems } = readTextFile(file, decoded.text);
  if (problems.length > 0) throw new StudyFolderError(problems);
  if (!columns.includes('parent')) {
    throw refuse(
      'expected a column "parent" beside "text": the text of the pool that was varied (.csv, .tsv or .jsonl)',
    );
  }
  const ofParent = new Map<string, Variation[]>();
  for (const { text, columns } of entries) {
    const { parent = '', operation = 'written' } = columns;
    ofParent.set(parent, [...(ofParent.get(parent) ?? []), { text, parent, operation: operation || 'written' }]);
  }
  return {
    name: 'file',
    parentsAtOnce: 1000,
    preview: () => ({ recipient: undefined, cost: 'nothing' }),
    vary: async (parents, each) => parents.flatMap(({ text }) => (ofParent.get(text) ?? []).slice(0, each)),
    spent: () => 'nothing',
  };
}

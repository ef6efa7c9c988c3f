import { readFile } from 'node:fs/promises';
import { StudyFolderError, type StudyProblem } from '../studies/study-problem.ts';
import { decodeUtf8 } from '../studies/text-encoding.ts';
import { readTextFile, type TextEntry } from '../studies/text-file.ts';

/** Name that stands for the comment lines of a .txt file where a column is asked for. */
export const headings = '#';

export interface Columns {
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
  readonly personColumn?: string | undefined;
}

/** One text of a file of real texts. */
export interface RealText {
  readonly text: string;
  /** What it is about, where the file says so; '' when the cell is empty. */
  readonly label: string | undefined;
  /** Whose it is. */
  readonly person: string | undefined;
}

/**
 * Reads texts that stand for the drafts of volunteers. They may repeat themselves and be of any length.
 *
 * @throws {StudyFolderError} when the file or a column is not there, or a row cannot be read
 */
export async function readRealTexts(file: string, columns: Columns): Promise<RealText[]> {
  const refuse = (problem: Omit<StudyProblem, 'file'>) => new StudyFolderError([{ file, ...problem }]);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse({
      message: error.code === 'ENOENT' ? 'there is no such file' : `this file cannot be read (${error.code})`,
    });
  });
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) throw refuse(decoded.problem);
  const read = readTextFile(file, decoded.text, columns.textColumn);
  if (read.problems.length > 0) throw new StudyFolderError(read.problems);
  if (read.entries.length === 0) throw refuse({ message: 'expected at least one text' });
  for (const column of [columns.labelColumn, columns.personColumn]) {
    if (column === undefined || read.columns.includes(column)) continue;
    if (column === headings && read.columns.length === 0) continue;
    const found = read.columns.map((name) => `"${name}"`).join(', ');
    const advice =
      read.columns.length === 0
        ? `a .txt file has none, but "${headings}" stands for its comment lines`
        : `found ${found}`;
    throw refuse({ line: 1, message: `expected a column "${column}", ${advice}` });
  }
  return read.entries.map((entry) => ({
    text: entry.text,
    label: columnOf(entry, columns.labelColumn),
    person: columnOf(entry, columns.personColumn),
  }));
}

/** A column of a text; undefined when none is asked for. */
export function columnOf(entry: TextEntry, column: string | undefined): string | undefined {
  if (column === undefined) return undefined;
  if (column === headings && Object.keys(entry.columns).length === 0) return entry.heading ?? '';
  return entry.columns[column] ?? '';
}

/** Every text once, and for each row the index of its text. */
export function distinctTexts(rows: readonly RealText[]): { readonly texts: string[]; readonly indices: number[] } {
  const index = new Map<string, number>();
  const indices = rows.map(({ text }) => {
    const known = index.get(text) ?? index.size;
    index.set(text, known);
    return known;
  });
  return { texts: [...index.keys()], indices };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusedCharacter } from '../../core/control-characters.ts';
import { longestText } from '../../core/protocol/texts.ts';
import type { Declared } from '../studies/pool-fields.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { StudyFolderError, type StudyProblem } from '../studies/study-problem.ts';
import { decodeUtf8 } from '../studies/text-encoding.ts';
import { readTextFile, type TextEntry } from '../studies/text-file.ts';
import { sameness, textProblem } from '../studies/text-list.ts';

/**
 * Most texts of a pool. The embeddings of 50 000 take 80 MB, and a fit keeps three copies; work and memory grow in
 * proportion.
 */
export const mostPoolTexts = 50_000;

/** Problems that are named before the rest is only counted. */
const mostProblems = 20;

/** Where a text of the pool comes from. */
export type Origin =
  | { readonly kind: 'written'; readonly file: string; readonly line: number }
  | {
      readonly kind: 'varied';
      readonly file: string;
      readonly line: number;
      /** The text that it was made from, or the description of what it is about. */
      readonly parent: string;
      /** Such as "topic" or "synonym". */
      readonly operation: string;
      readonly provider: string;
      /** Rounds that had closed when it was made. */
      readonly round: number;
    };

export interface PoolText {
  readonly text: string;
  readonly declared: Declared;
  readonly origin: Origin;
  /** What the file says it is about (a comment line above it in a .txt file); for evaluation only. */
  readonly heading: string | undefined;
}

export interface StudyPool {
  readonly texts: readonly PoolText[];
  /** Texts that are left out because an earlier one is the same to people. */
  readonly sameTexts: number;
}

type Sources = NonNullable<StudyFolder['study']['pool']>;

/**
 * Reads the pool of a study folder. Texts that people see as one stand once; a text that is both private and not counts
 * as not private, because its words are known anyway.
 *
 * @param path the study folder
 * @throws {StudyFolderError} with all problems at once, each with its place
 */
export async function readPool(
  path: string,
  { study, problemAt }: Pick<StudyFolder, 'study' | 'problemAt'>,
): Promise<StudyPool> {
  const sources: Sources = study.pool ?? [];
  if (sources.length === 0) {
    throw new StudyFolderError([
      problemAt(
        [],
        'expected a pool of texts to choose from; add for example pool: [{ texts: pool.txt, declared: synthetic }]',
      ),
    ]);
  }
  const problems: StudyProblem[] = [];
  const found: PoolText[] = [];
  for (const [index, source] of sources.entries()) {
    const read = await readSource(path, source, (field, message) => problemAt(['pool', index, field], message));
    problems.push(...read.problems);
    found.push(...read.texts);
  }
  if (problems.length > mostProblems) {
    const more = problems.length - mostProblems;
    problems.splice(mostProblems, more, problemAt(['pool'], `${more} more problems like the ${mostProblems} above`));
  }
  if (problems.length > 0) throw new StudyFolderError(problems);
  if (found.length > mostPoolTexts) {
    const message = `expected at most ${mostPoolTexts} texts, found ${found.length}; take a random part of them`;
    throw new StudyFolderError([problemAt(['pool'], message)]);
  }
  const known = new Set<string>();
  const texts = found
    .toSorted((a, b) => Number(a.declared === 'private') - Number(b.declared === 'private'))
    .filter(({ text }) => {
      const same = sameness(text);
      return known.has(same) ? false : known.add(same);
    });
  if (texts.length < 2) {
    const message = `expected at least 2 different texts to choose from, found ${texts.length}; add texts, or make variations with donor vary`;
    throw new StudyFolderError([problemAt(['pool'], message)]);
  }
  return { texts, sameTexts: found.length - texts.length };
}

async function readSource(
  path: string,
  { texts: name, textColumn, declared }: Sources[number],
  refuse: (field: string, message: string) => StudyProblem,
): Promise<{ readonly texts: PoolText[]; readonly problems: StudyProblem[] }> {
  const file = join(path, name);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) {
    const why = bytes.code === 'ENOENT' ? 'there is none' : `it cannot be read (${bytes.code})`;
    return {
      texts: [],
      problems: [refuse('texts', `expected a file "${name}" in the folder of the study file; ${why}`)],
    };
  }
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) return { texts: [], problems: [{ file, ...decoded.problem }] };
  const { entries, problems } = readTextFile(file, decoded.text, textColumn);
  const all = [...problems];
  if (entries.length === 0 && all.length === 0) all.push({ file, message: 'expected at least one text' });
  for (const entry of entries) {
    if (entry.text.length > longestText) {
      all.push(textProblem(file, entry, `expected at most ${longestText} characters, found ${entry.text.length}`));
    }
    const character = refusedCharacter(entry.text, { lineBreaks: true });
    if (character) {
      all.push(textProblem(file, entry, `${character.code} is ${character.name}; remove it`, character.index));
    }
  }
  const texts = entries.map((entry) => ({
    text: entry.text,
    // Variations of private texts say so themselves.
    declared: entry.columns.declared === 'private' ? 'private' : declared,
    origin: originOf(name, entry),
    heading: entry.heading,
  }));
  return { texts, problems: all };
}

/** Files that `donor vary` writes say how each text was made. */
function originOf(file: string, { line, columns }: TextEntry): Origin {
  const { parent = '', operation, provider, round } = columns;
  if (operation === undefined || provider === undefined) return { kind: 'written', file, line };
  return { kind: 'varied', file, line, parent, operation, provider, round: Number(round ?? 0) || 0 };
}

/** Such as "pool.txt:12" or "variations.jsonl:3 (wordnet, synonym)". */
export const originInWords = (origin: Origin): string =>
  origin.kind === 'written'
    ? `${origin.file}:${origin.line}`
    : `${origin.file}:${origin.line} (${origin.provider}, ${origin.operation})`;

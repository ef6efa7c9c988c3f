import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { refusedCharacter } from '../../core/control-characters.ts';
import { mostTexts } from '../../core/protocol/texts.ts';
import type { RoundWithTexts } from './questions.ts';
import { adviceFor, exampleOf } from './study-fields.ts';
import type { StudyFile } from './study-file.ts';
import { StudyFolderError, type StudyProblem } from './study-problem.ts';
import { mended } from './study-stand-in.ts';
import { decodeUtf8 } from './text-encoding.ts';
import type { TextEntry } from './text-file.ts';
import { readTextList } from './text-list.ts';
import { type PositionedYaml, readYaml } from './yaml-positions.ts';

/** The texts of a round with their places, in the order of `list`. */
export type RoundOfFolder = RoundWithTexts & { readonly file: string; readonly entries: readonly TextEntry[] };

/** A study folder that holds together: the study file and the texts of each round. */
export interface StudyFolder {
  readonly study: StudyFile;
  readonly rounds: readonly RoundOfFolder[];
  /** What its author may not have meant, and what does not keep it from being published. */
  readonly warnings: readonly StudyProblem[];
  /** A problem of the field at `path`, with its place in the study file. */
  problemAt(path: readonly PropertyKey[], message: string): StudyProblem;
}

/** Whatever could be read of a folder, so that one mistake does not hide the next. */
export interface FolderReading {
  readonly problems: readonly StudyProblem[];
  readonly warnings: readonly StudyProblem[];
  /**
   * Undefined when there is no telling what the study is. Where fields are wrong, something sound stands in their
   * place: `isMended` knows where.
   */
  readonly folder: StudyFolder | undefined;
  /** Whether something in or around the field of this problem was replaced. */
  isMended(problem: StudyProblem): boolean;
}

/**
 * Reads `study.yaml` and the text files it names.
 *
 * @throws {StudyFolderError} with all problems at once
 */
export async function readStudyFolder(path: string): Promise<StudyFolder> {
  const { problems, folder } = await inspectStudyFolder(path);
  if (problems.length > 0 || !folder) throw new StudyFolderError(problems);
  return folder;
}

/** Reads a study folder and whatever is wrong in it; throws nothing. */
export async function inspectStudyFolder(path: string): Promise<FolderReading> {
  const file = join(path, 'study.yaml');
  const unreadable = (problem: StudyProblem): FolderReading => ({
    problems: [problem],
    warnings: [],
    folder: undefined,
    isMended: () => false,
  });
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return unreadable(await missingStudyFile(path, file));
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) return unreadable({ file, ...decoded.problem });

  const yaml = readYaml(file, decoded.text.replace(/\r\n?/g, '\n'), { adviceFor, exampleOf });
  const { study, refused } = checkedFields(yaml);
  const wrongFields = new Set(refused.map(({ field }) => field ?? ''));
  const characters = characterProblems(yaml);
  // The schema finds some of them as well; nothing is told twice.
  const told = new Set(characters.map(inLowerCase));
  const others = refused.filter((problem) => !told.has(inLowerCase(problem)));
  const problems = [...yaml.problems, ...others, ...characters];
  if (study) problems.push(...timeProblems(study, yaml.problemAt));

  const lists = await readLists(path, yaml);
  const warnings = [...yaml.warnings];
  for (const list of lists.values()) {
    problems.push(...list.problems);
    warnings.push(...list.warnings);
  }
  const rounds = study?.rounds.map((round, i): RoundOfFolder => {
    const entries = lists.get(i)?.entries ?? [];
    const texts = entries.length > 0 && entries.length <= mostTexts ? entries.map(({ text }) => text) : ['-'];
    return { ...round, list: texts, file: join(path, round.texts), entries };
  });
  const unread = (study?.rounds ?? []).flatMap((_round, i) =>
    lists.get(i)?.problems.length === 0 ? [] : [`rounds[${i}]`],
  );
  return {
    problems: inOrder(problems, file),
    warnings,
    folder: study && rounds && { study, rounds, warnings, problemAt: yaml.problemAt },
    isMended: ({ field = '' }) =>
      [...wrongFields].some((wrong) => field.startsWith(wrong) || wrong.startsWith(`${field}.`)) ||
      unread.some((round) => field === round || field === `${round}.texts`),
  };
}

/**
 * The study, and what its schema refuses. Where the file is not YAML there is no study, and of the fields only those
 * are told that are there and wrong, away from the lines that could not be read.
 */
function checkedFields(yaml: PositionedYaml): { study: StudyFile | undefined; refused: StudyProblem[] } {
  if (yaml.problems.length === 0) {
    const { study, issues } = mended(yaml.value);
    return { study, refused: yaml.problemsOf(issues) };
  }
  const isSound = (path: readonly PropertyKey[]): boolean => {
    const lines = yaml.linesOf(path);
    return lines !== undefined && !yaml.problems.some(({ line = 0 }) => lines[0] <= line && line <= lines[1]);
  };
  const wrong = mended(yaml.partial).issues.filter(({ code, path }) => code !== 'unrecognized_keys' && isSound(path));
  return { study: undefined, refused: yaml.problemsOf(wrong) };
}

/** Those of the study file first, by their lines. */
function inOrder(problems: readonly StudyProblem[], studyFile: string): StudyProblem[] {
  const rank = ({ file }: StudyProblem) => (file === studyFile ? 0 : 1);
  return problems.toSorted(
    (a, b) => rank(a) - rank(b) || (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1),
  );
}

/** Why there is no study file, and what stands there instead. */
async function missingStudyFile(path: string, file: string): Promise<StudyProblem> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return { file: path, message: 'there is no such folder; donor init makes one' };
  if (!found.isDirectory()) return { file: path, message: 'expected the folder that holds study.yaml, found a file' };
  if ((await stat(file).catch(() => undefined))?.isDirectory()) {
    return { file, message: 'expected a study file, found a folder of that name' };
  }
  const names: string[] = await readdir(path).catch(() => []);
  if (names.includes('study.yaml')) return { file, message: 'this file cannot be read; check its permissions' };
  const near = names.find((name) => /^study\.(ya?ml|json)(\.txt)?$|^study$/i.test(name));
  if (near) return { file, message: `expected a study file; rename ${near} to study.yaml` };
  const below = await Promise.all(names.map((name) => stat(join(path, name, 'study.yaml')).catch(() => undefined)));
  const inside = names.find((_name, i) => below[i] !== undefined);
  const advice = inside ? `did you mean the folder ${join(path, inside)}?` : 'donor init makes one';
  return { file, message: `expected a study file named study.yaml, in UTF-8; ${advice}` };
}

interface NamedList {
  readonly index: number;
  readonly name: string;
  readonly kind: unknown;
  readonly column: string | undefined;
}

/**
 * Text files of all rounds that name one, also when other fields are wrong: the researcher sees every problem in one
 * go.
 */
function namedLists(value: unknown): NamedList[] {
  const rounds = (value as { rounds?: unknown } | null | undefined)?.rounds;
  if (!Array.isArray(rounds)) return [];
  return rounds.flatMap((round: Record<string, unknown> | null, index) => {
    const name = round?.texts;
    const column = typeof round?.textColumn === 'string' ? round.textColumn : undefined;
    return typeof name === 'string' && /^[^/\\]+$/.test(name) ? [{ index, name, kind: round?.kind, column }] : [];
  });
}

type ReadList = Pick<FolderReading, 'problems' | 'warnings'> & { readonly entries: readonly TextEntry[] };

async function readLists(path: string, yaml: PositionedYaml): Promise<Map<number, ReadList>> {
  const lists = await Promise.all(
    namedLists(yaml.partial).map(async ({ index, name, kind, column }): Promise<[number, ReadList]> => {
      const file = join(path, name);
      const refuse = (problem: StudyProblem): [number, ReadList] => [
        index,
        { entries: [], warnings: [], problems: [problem] },
      ];
      const bytes = await readFile(file).catch(() => undefined);
      if (bytes === undefined) {
        const message = await missingTexts(path, name);
        return refuse(yaml.problemAt(['rounds', index, 'texts'], message));
      }
      if (column !== undefined && /\.txt$/i.test(name)) {
        const message = 'a .txt file has no columns; remove this field, or name a .csv, .tsv or .jsonl file';
        return refuse(yaml.problemAt(['rounds', index, 'textColumn'], message));
      }
      const decoded = decodeUtf8(bytes);
      if ('problem' in decoded) return refuse({ file, ...decoded.problem });
      return [index, readTextList(file, decoded.text, { needsWord: kind === 'fragments', column })];
    }),
  );
  return new Map(lists);
}

/** Why there is no file of that name, and which ones there are. */
async function missingTexts(path: string, name: string): Promise<string> {
  const found = await stat(join(path, name)).catch(() => undefined);
  if (found?.isDirectory()) return `expected a file "${name}", found a folder of that name`;
  if (found) return `the file "${name}" cannot be read; check its permissions`;
  if (await lstat(join(path, name)).catch(() => undefined)) return `"${name}" is a link that leads nowhere`;
  const names = (await readdir(path)).filter((other) => other !== 'study.yaml' && !other.startsWith('.'));
  const stem = (file: string) => basename(file, extname(file)).toLowerCase();
  const near = names.find((other) => other.toLowerCase() === name.toLowerCase() || stem(other) === stem(name));
  const others = near ? [near] : names.slice(0, 5);
  const there = others.length === 0 ? 'there is none' : `found ${others.map((other) => `"${other}"`).join(', ')}`;
  return `expected a file "${name}" in the folder of the study file, ${there}`;
}

const inLowerCase = ({ field, message }: StudyProblem): string => `${field}: ${message}`.toLowerCase();

/** Control characters in what volunteers will read. */
function characterProblems({ partial, problemAt }: PositionedYaml): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const look = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value === 'string') {
      const found = refusedCharacter(value, { lineBreaks: true });
      if (found) problems.push(problemAt(path, `${found.code} is ${found.name}; remove it`));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) look(each, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  look(partial, []);
  return problems;
}

/** Rounds that would close after the end of their study. */
export function timeProblems(study: StudyFile, problemAt: StudyFolder['problemAt']): StudyProblem[] {
  return study.rounds.flatMap(({ closesAt }, i) =>
    closesAt !== undefined && Date.parse(closesAt) > Date.parse(study.endsAt)
      ? [problemAt(['rounds', i, 'closesAt'], `expected a time up to endsAt (${study.endsAt})`)]
      : [],
  );
}

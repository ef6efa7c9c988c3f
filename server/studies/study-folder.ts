import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoundWithTexts } from './questions.ts';
import { type StudyFile, studyFileSchema } from './study-file.ts';
import { StudyFolderError, type StudyProblem } from './study-problem.ts';
import { readTextList } from './text-list.ts';
import { readYaml } from './yaml-positions.ts';

/** A study folder that holds together: the study file and the texts of each round. */
export interface StudyFolder {
  readonly study: StudyFile;
  readonly rounds: readonly RoundWithTexts[];
  /** A problem of the field at `path`, with its place in the study file. */
  problemAt(path: readonly PropertyKey[], message: string): StudyProblem;
}

/**
 * Reads `study.yaml` and the text files it names.
 *
 * @throws {StudyFolderError} with all problems at once
 */
export async function readStudyFolder(folder: string): Promise<StudyFolder> {
  const studyFile = join(folder, 'study.yaml');
  const text = await readText(studyFile);
  if (text === undefined) throw new StudyFolderError([{ file: studyFile, message: 'expected a study file in UTF-8' }]);
  const yaml = readYaml(studyFile, text);
  if (yaml.problems.length > 0) throw new StudyFolderError(yaml.problems);
  const parsed = studyFileSchema.safeParse(yaml.value);
  const problems = parsed.success ? [] : yaml.problemsOf(parsed.error);
  if (parsed.success) problems.push(...timeProblems(parsed.data, yaml.problemAt));
  const lists = await Promise.all(
    namedLists(yaml.value).map(async ({ index, name, kind }) => {
      const content = await readText(join(folder, name));
      if (content === undefined) {
        return {
          texts: [],
          problems: [yaml.problemAt(['rounds', index, 'texts'], `expected a file "${name}" in UTF-8`)],
        };
      }
      return readTextList(join(folder, name), content, { needsWord: kind === 'fragments' });
    }),
  );
  for (const list of lists) problems.push(...list.problems);
  if (!parsed.success || problems.length > 0) throw new StudyFolderError(problems);
  const rounds = parsed.data.rounds.map((round, i) => ({ ...round, list: lists[i]?.texts ?? [] }));
  return { study: parsed.data, rounds, problemAt: yaml.problemAt };
}

/**
 * Text files of all rounds that name one, also when other fields are wrong: the researcher sees every problem in one
 * go.
 */
function namedLists(value: unknown): { index: number; name: string; kind: unknown }[] {
  const rounds = (value as { rounds?: unknown } | null)?.rounds;
  if (!Array.isArray(rounds)) return [];
  return rounds.flatMap((round: { texts?: unknown; kind?: unknown } | null, index) => {
    const name = round?.texts;
    return typeof name === 'string' && /^[^/\\]+$/.test(name) ? [{ index, name, kind: round?.kind }] : [];
  });
}

function timeProblems(study: StudyFile, problemAt: StudyFolder['problemAt']): StudyProblem[] {
  return study.rounds.flatMap(({ closesAt }, i) =>
    closesAt !== undefined && Date.parse(closesAt) > Date.parse(study.endsAt)
      ? [problemAt(['rounds', i, 'closesAt'], `expected a time up to endsAt (${study.endsAt})`)]
      : [],
  );
}

/** Content of a UTF-8 file, undefined when there is none. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch {
    return undefined;
  }
}

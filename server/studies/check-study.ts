import type { Embedder, LoadEmbedder } from './embedder.ts';
import { type LanguageFound, languagesFound } from './languages-found.ts';
import { newRoundProblems } from './published-changes.ts';
import { noKey, studyDocument } from './study-document.ts';
import { inspectStudyFolder, type StudyFolder } from './study-folder.ts';
import { modelOf } from './study-model.ts';
import { type CohortBudget, cohortBudgets, type PlannedRound, plannedRounds } from './study-plan.ts';
import { StudyFolderError, type StudyProblem } from './study-problem.ts';
import { candidateRemarks, wordWarnings } from './study-warnings.ts';

export interface StudyCheck {
  /** What keeps the folder from being published, all of it. */
  readonly problems: readonly StudyProblem[];
  /** What does not, and yet would spoil the study; empty while there are problems. */
  readonly warnings: readonly StudyProblem[];
  /** What the study will be; undefined while there are problems. */
  readonly planned?: PlannedStudy;
}

export interface PlannedStudy {
  readonly name: string;
  readonly kind: string;
  readonly endsAt: string;
  readonly rounds: readonly PlannedRound[];
  /** Of the candidate rounds, when it was asked; undefined without any. */
  readonly model?: ModelInUse;
  readonly budgets: readonly CohortBudget[];
}

/** The model of a study's candidate rounds, and what it makes of their texts. */
export interface ModelInUse {
  readonly id: string;
  readonly languages: readonly string[];
  /** A `minSimilarity` to begin with; another model's values mean nothing to this one. */
  readonly minSimilarity: number;
  /** Of each candidate round. */
  readonly candidates: readonly {
    /** From 1. */
    readonly round: number;
    readonly languages: readonly LanguageFound[];
  }[];
}

export interface CheckOptions {
  /** Called once, and only when there are candidates. */
  readonly loadEmbedder: LoadEmbedder<Pick<Embedder, 'embed' | 'tokens' | 'dispose'>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Number of volunteers to plan for. */
  readonly volunteers?: number | undefined;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads the folder of a study that is new, and says all that keeps it from being published.
 *
 * @param now milliseconds since 1970
 */
export async function readNewStudy(
  path: string,
  now: number,
): Promise<{ readonly problems: readonly StudyProblem[]; readonly folder: StudyFolder | undefined }> {
  const { problems: found, folder, isMended } = await inspectStudyFolder(path);
  const problems = [...found];
  if (folder) problems.push(...problemsOfNewStudy(folder, now).filter((problem) => !isMended(problem)));
  return { problems, folder };
}

/** Looks at everything in a study folder, as publishing would and further; publishes and changes nothing. */
export async function checkStudy(path: string, options: CheckOptions): Promise<StudyCheck> {
  const { problems, folder } = await readNewStudy(path, options.now);
  if (problems.length > 0 || !folder) return { problems, warnings: [] };
  const warnings = wordWarnings(folder, options.now);
  const looked = await askModel(folder, options);
  warnings.push(...looked.warnings);
  const planned = plannedStudy(folder, options.now, options.volunteers);
  return { problems, warnings, planned: { ...planned, ...(looked.model && { model: looked.model }) } };
}

/** What the study of a folder without problems will be, seen from `now` (milliseconds since 1970). */
export function plannedStudy(folder: StudyFolder, now: number, volunteers?: number): PlannedStudy {
  const { name, kind, endsAt } = folder.study;
  const rounds = plannedRounds(folder, volunteers);
  return { name, kind, endsAt, rounds, budgets: cohortBudgets(folder, now) };
}

function problemsOfNewStudy(folder: StudyFolder, now: number): readonly StudyProblem[] {
  try {
    return newRoundProblems(folder, studyDocument(folder, noKey), 0, now);
  } catch (error) {
    if (error instanceof StudyFolderError) return error.problems;
    throw error;
  }
}

async function askModel(
  { study, rounds }: StudyFolder,
  { loadEmbedder, onProgress, signal }: CheckOptions,
): Promise<{ readonly warnings: readonly StudyProblem[]; readonly model?: ModelInUse }> {
  const asked = rounds.flatMap((round, i) => (round.kind === 'candidates' ? [{ round, number: i + 1 }] : []));
  if (asked.length === 0) return { warnings: [] };
  const model = modelOf(study);
  const embedder = await loadEmbedder(model);
  try {
    const warnings: StudyProblem[] = [];
    for (const { round } of asked) {
      const told = (done: number) => onProgress?.(done, round.entries.length);
      const embedOptions = { onProgress: told, ...(signal ? { signal } : {}) };
      warnings.push(...(await candidateRemarks(round, model, embedder, embedOptions)));
    }
    const hasUnknown = (text: string) => embedder.tokens(text).unknownWords.length > 0;
    const candidates = asked.map(({ round, number }) => ({
      round: number,
      languages: languagesFound(round.list, study.languages, hasUnknown),
    }));
    const { id, languages, minSimilarity } = model;
    return { warnings, model: { id, languages, minSimilarity, candidates } };
  } finally {
    await embedder.dispose();
  }
}

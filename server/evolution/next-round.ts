import type { Bundle } from '../../core/protocol/bundle.ts';
import type { Study } from '../../core/protocol/study.ts';
import { newRoundProblems } from '../studies/published-changes.ts';
import { utcTime } from '../studies/study-document.ts';
import type { RoundEntry } from '../studies/study-file.ts';
import type { RoundOfFolder, StudyFolder } from '../studies/study-folder.ts';
import { cohortBudgets } from '../studies/study-plan.ts';
import type { StudyProblem } from '../studies/study-problem.ts';

type CandidateEntry = Extract<RoundEntry, { kind: 'candidates' }>;

/** How a next round is made from the last one. */
export interface NextRound {
  /** From 1, in the log of the study. */
  readonly number: number;
  /** As it will stand in the study file; the file of its texts is not written yet. */
  readonly entry: CandidateEntry;
  /** Undefined while the study is not published, and for studies that have one cohort. */
  readonly cohorts: readonly number[] | undefined;
}

/** Without a word of the researcher a first round has so many candidates, and never more than a quarter of the pool. */
const usualCandidates = 50;

export const candidatesOfFirst = (poolTexts: number): number =>
  Math.max(1, Math.min(usualCandidates, Math.floor(poolTexts / 4)));

/**
 * The next candidate round of a published study: as the last one, for the cohorts that have answered the least so far,
 * and open for as long.
 *
 * @param now milliseconds since 1970
 * @throws {NoTemplate} when the study has no candidate round
 */
export function nextRound(folder: StudyFolder, rounds: Bundle['rounds'], now: number): NextRound {
  const { study } = folder;
  const last = folder.rounds.findLast((round) => round.kind === 'candidates');
  if (!last)
    throw new NoTemplate('the study has no candidate round that the next one could be like; add one to study.yaml');
  const number = rounds.length + 1;
  const position = folder.rounds.lastIndexOf(last);
  const { list: _list, file: _file, entries: _entries, textColumn: _column, ...entry } = last;
  const asked = last.cohorts ?? Array.from({ length: study.cohorts }, (_, cohort) => cohort);
  const cohorts = study.cohorts === 1 ? undefined : leastAsked(folder, asked.length);
  const opened = rounds[position]?.signed.document;
  return {
    number,
    entry: {
      ...entry,
      texts: `round-${number}.jsonl`,
      ...(cohorts ? { cohorts: [...cohorts] } : {}),
      ...(opened && last.closesAt !== undefined ? { closesAt: closing(opened, study.endsAt, now) } : {}),
    },
    cohorts,
  };
}

/** Cohorts that have spent the least epsilon in the rounds so far, the lowest numbers first. */
function leastAsked({ study, rounds }: StudyFolder, count: number): number[] {
  const spent = Array.from({ length: study.cohorts }, (_, cohort) => ({
    cohort,
    epsilon: rounds.reduce((sum, each) => sum + (each.cohorts?.includes(cohort) === false ? 0 : each.epsilon), 0),
  }));
  return spent
    .toSorted((a, b) => a.epsilon - b.epsilon || a.cohort - b.cohort)
    .slice(0, count)
    .map(({ cohort }) => cohort)
    .sort((a, b) => a - b);
}

/** As long after `now` as the last round was open, and not after the study. */
function closing(last: { opensAt: string; closesAt: string }, endsAt: string, now: number): string {
  const lasted = Date.parse(last.closesAt) - Date.parse(last.opensAt);
  return utcTime(Math.min(now + lasted, Date.parse(endsAt))).replace(/\.\d+/, '');
}

/**
 * What keeps the next round from being published, in plain words: the consent does not cover it, its study has ended,
 * or the volunteers' ledgers have no room left for it.
 *
 * @param texts of the round
 * @param now milliseconds since 1970
 */
export function nextRoundProblems(
  folder: StudyFolder,
  document: Study,
  { entry, number }: NextRound,
  texts: readonly string[],
  now: number,
): { readonly problems: readonly StudyProblem[]; readonly spent: boolean; readonly fromDay: number } {
  const round: RoundOfFolder = { ...entry, list: texts, file: entry.texts, entries: [] };
  const longer: StudyFolder = {
    ...folder,
    rounds: [...folder.rounds.slice(0, number - 1), round],
    problemAt: (_path, message) => folder.problemAt(['rounds'], `round ${number}: ${message}`),
  };
  const problems = newRoundProblems(longer, document, number - 1, now);
  const asked = entry.cohorts ?? Array.from({ length: folder.study.cohorts }, (_, cohort) => cohort);
  const days = cohortBudgets(longer, now)
    .filter(({ cohort }) => asked.includes(cohort))
    .map(({ days }) => days.at(-1) ?? null);
  const open = days.filter((day) => day !== null);
  return { problems, spent: open.length === 0, fromDay: Math.min(...open) };
}

/** There is nothing that a next round could be like. */
export class NoTemplate extends Error {
  override readonly name = 'NoTemplate';
}

import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import { newRoundProblems } from '../studies/published-changes.ts';
import { mechanismFor } from '../studies/questions.ts';
import { utcTime } from '../studies/study-document.ts';
import type { RoundEntry } from '../studies/study-file.ts';
import type { RoundOfFolder, StudyFolder } from '../studies/study-folder.ts';
import type { StudyProblem } from '../studies/study-problem.ts';
import { firstDayWithRoom } from './volunteers-room.ts';

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

/** What speaks for and against a next round. */
export interface HeldRound {
  /** What keeps it from being published. */
  readonly problems: readonly StudyProblem[];
  /** Whether no volunteer who keeps the default caps could answer it before it closes. */
  readonly spent: boolean;
  /** The day on which the first of them can, from 1 for today. */
  readonly fromDay: number;
}

/**
 * Holds a next round against what is published: the consent has to cover it, its study may not have ended, and the
 * volunteers' ledgers need room for it.
 *
 * @param published the study and its rounds
 * @param texts of the round
 * @param now milliseconds since 1970
 */
export function holdNextRound(
  folder: StudyFolder,
  { study, rounds }: Pick<Bundle, 'study' | 'rounds'>,
  { entry, number }: NextRound,
  texts: readonly string[],
  now: number,
): HeldRound {
  const round: RoundOfFolder = { ...entry, list: texts, file: entry.texts, entries: [] };
  const longer: StudyFolder = {
    ...folder,
    rounds: [...folder.rounds.slice(0, number - 1), round],
    problemAt: (_path, message) => folder.problemAt(['rounds'], `round ${number}: ${message}`),
  };
  const problems = newRoundProblems(longer, study.document, number - 1, now);
  const asked = entry.cohorts ?? Array.from({ length: folder.study.cohorts }, (_, cohort) => cohort);
  const further = {
    epsilon: realisedEpsilon(mechanismFor(entry, texts.length)),
    closesAt: Date.parse(entry.closesAt ?? folder.study.endsAt),
  };
  const days = asked.map((cohort) => firstDayWithRoom(rounds, cohort, further, now)).filter((day) => day !== null);
  return { problems, spent: days.length === 0, fromDay: Math.min(...days) };
}

/** There is nothing that a next round could be like. */
export class NoTemplate extends Error {
  override readonly name = 'NoTemplate';
}

import { type Plan, planPrevalence, planRound } from '../../core/estimation/planning.ts';
import { answerDays, windowDays } from '../../core/privacy/answer-days.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { mechanismFor } from './questions.ts';
import type { StudyFolder } from './study-folder.ts';

/** What one round will be. */
export interface PlannedRound {
  /** From 1. */
  readonly round: number;
  readonly title: string;
  readonly kind: string;
  /** Number of its texts. */
  readonly texts: number;
  readonly epsilon: number;
  /** What it can see with each number of volunteers. */
  readonly plans: readonly Plan[];
}

/** When the volunteers of a cohort answer which round, if they keep the default caps. */
export interface CohortBudget {
  /** From 0. */
  readonly cohort: number;
  /** For each round the day after joining from which on it is answered, from 1; null for never. */
  readonly days: readonly (number | null)[];
}

/** Numbers of volunteers that every study is planned for, beside its own `minimumReports`. */
const usualVolunteers = [1_000, 10_000] as const;

/** @param volunteers n; without it the round's `minimumReports`, and some usual numbers above it */
export function plannedRounds({ rounds }: StudyFolder, volunteers: number | undefined): PlannedRound[] {
  return rounds.map((round, i) => {
    const { title, list, epsilon, minimumReports, releases } = round;
    const kind = isPrevalence(round) ? 'prevalence of fragments' : round.kind;
    const usual = [minimumReports, ...usualVolunteers.filter((number) => number > minimumReports)];
    const design = { candidates: list.length, epsilon, releases };
    const plans = (volunteers === undefined ? usual : [volunteers]).map((number) =>
      (isPrevalence(round) ? planPrevalence : planRound)(design, number),
    );
    return { round: i + 1, title, kind, texts: list.length, epsilon, plans };
  });
}

/**
 * When each cohort answers which round, for volunteers who join now.
 *
 * @param now milliseconds since 1970
 */
export function cohortBudgets({ study, rounds }: StudyFolder, now: number): CohortBudget[] {
  const dayMs = 24 * 60 * 60 * 1000;
  return Array.from({ length: study.cohorts }, (_, cohort) => {
    const asked = rounds.map((round) => round.cohorts?.includes(cohort) ?? true);
    const days = answerDays(
      rounds
        .filter((_round, i) => asked[i])
        .map((round) => ({
          epsilon: realisedEpsilon(mechanismFor(round, round.list.length)),
          lastDay: Math.ceil((Date.parse(round.closesAt ?? study.endsAt) - now) / dayMs),
        })),
    ).values();
    return { cohort, days: asked.map((isAsked) => (isAsked ? (days.next().value ?? null) : null)) };
  });
}

/** "rounds 1–2 in the first 30 days, round 3 from day 31" */
export function budgetInWords({ days }: Pick<CohortBudget, 'days'>): string {
  const ofDay = new Map<number, number[]>();
  days.forEach((day, i) => {
    if (day !== null) ofDay.set(day, [...(ofDay.get(day) ?? []), i + 1]);
  });
  const parts = [...ofDay].map(
    ([day, rounds]) => `${namedRounds(rounds)} ${day === 1 ? `in the first ${windowDays} days` : `from day ${day}`}`,
  );
  return parts.length === 0 ? 'no round at all' : parts.join(', ');
}

/** "round 3", "rounds 1–2", "rounds 1, 3 and 5" */
export function namedRounds(rounds: readonly number[]): string {
  const [first = 0, last = 0] = [rounds[0], rounds.at(-1)];
  if (rounds.length === 1) return `round ${first}`;
  if (last - first === rounds.length - 1) return `rounds ${first}–${last}`;
  return `rounds ${new Intl.ListFormat('en-GB').format(rounds.map(String))}`;
}

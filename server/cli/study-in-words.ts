import { shortPercent } from '../../core/percent.ts';
import { type Question, questionsOf } from '../../core/protocol/consent.ts';
import type { Study } from '../../core/protocol/study.ts';
import { english } from '../language/english.ts';
import { mechanismFor } from '../studies/questions.ts';
import type { RoundOfFolder } from '../studies/study-folder.ts';
import { budgetInWords, type CohortBudget, namedRounds, type PlannedRound } from '../studies/study-plan.ts';
import type { TableRow } from './standard-output.ts';

/** A table with one line for each number of volunteers. */
export function roundLines({ round, title, plans }: PlannedRound): string[] {
  const tops = plans[0]?.topFound ?? [];
  const head = ['volunteers', 'smallest share seen', 'standard error', ...tops.map(({ top }) => `top ${top} found`)];
  const rows = plans.map(({ volunteers, smallestDetectableShare, standardError, topFound }) => [
    english.count(volunteers),
    smallestDetectableShare === null ? 'none' : shortPercent(smallestDetectableShare),
    shortPercent(standardError),
    ...topFound.map(({ probability }) => `${Math.round(100 * probability)}%`),
  ]);
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, i) => cell.padStart((head[i] ?? '').length)).join('  '),
  );
  return [`Round ${round}: ${title}`, ...lines.map((line) => `  ${line}`)];
}

/** When volunteers answer which round. */
export function budgetLines(rounds: readonly PlannedRound[], budgets: readonly CohortBudget[]): string[] {
  const lines = budgets.map(({ cohort, days }) => {
    const whose = budgets.length > 1 ? ` of cohort ${cohort}` : '';
    return `Volunteers${whose} who keep the default caps answer ${budgetInWords({ days })}.`;
  });
  const never = rounds.filter((_round, i) => budgets.every(({ days }) => days[i] === null)).map(({ round }) => round);
  return never.length === 0 ? lines : [...lines, `Nobody who keeps them answers ${namedRounds(never)}.`];
}

/** What is fixed for ever about a round once it is open. */
export function fixedRound(round: RoundOfFolder, number: number, endsAt: string): TableRow {
  const { kind, list, epsilon, releases, minimumReports, closesAt = endsAt } = round;
  const how = round.kind === 'candidates' ? round.answerRule : round.poll;
  const released = `${releases === 1 ? '1 release' : `${releases} releases`} from ${minimumReports} reports`;
  const k = mechanismFor(round, list.length).domainSize;
  return [
    `round ${number}`,
    `${kind} (${how}): ${list.length} texts, k = ${k}, epsilon ${epsilon} a report, ${released}, closes ${english.time(closesAt)}`,
  ];
}

/** What is fixed for ever about a study once it is open, beside its rounds and its words. */
export function fixedStudy(study: Study, key: string): TableRow[] {
  return [
    ['study', `${study.name}, "${study.title}"`],
    ['ends', english.time(study.endsAt)],
    ['key', key],
    ...questionsOf(study).map((question): TableRow => ['consent to', consentInWords(question)]),
    ['words', 'consent, privacy policy, withdrawal, controller and contact, as the pages show them'],
  ];
}

function consentInWords(question: Question): string {
  const { kind, rule, fewestTexts, epsilon, reach, releases, minimumReports, later } = question;
  const looks = kind === 'candidates' ? `at most the ${reach} most recent drafts` : `at most ${reach} days back`;
  const released = `at most ${releases === 1 ? '1 release' : `${releases} releases`}, each from ${minimumReports} reports`;
  return `${later ? 'later ' : ''}${kind} (${rule}): at least ${fewestTexts} texts, epsilon at most ${epsilon}, ${looks}, ${released}`;
}

import type { Command } from 'commander';
import { type Plan, planRound, type RoundDesign, volunteersFor } from '../../core/estimation/planning.ts';
import { type PlannedEvolution, planEvolution, type RoundStrength } from '../../core/evolution/rounds-plan.ts';
import { largestDomainSize } from '../../core/privacy/subset-selection.ts';
import { mostCohorts } from '../../core/protocol/study.ts';
import { BadInput } from './bad-input.ts';
import { largestEpsilon, shippedMechanism } from './mechanism-options.ts';
import { positiveNumber, wholeNumber } from './number-options.ts';
import { writeJson, writeTable } from './standard-output.ts';

interface Options extends Omit<RoundDesign, 'candidates'> {
  readonly candidates?: number;
  readonly pool?: number;
  readonly rounds?: number;
  readonly volunteers?: number;
  readonly share?: number;
  readonly json?: boolean;
}

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('say what a round can see, how many volunteers it needs, or how rounds that learn share volunteers')
    .option('--candidates <number>', 'candidates, "none" not counted', wholeNumber(1, largestDomainSize - 1))
    .requiredOption('--epsilon <number>', 'privacy loss of one vote', positiveNumber(largestEpsilon))
    .option('--volunteers <number>', 'what so many volunteers can see', wholeNumber(1, 1e7))
    .option('--share <fraction>', 'how many volunteers are needed to see this share, such as 0.03', positiveNumber(1))
    .option(
      '--pool <texts>',
      'instead of --candidates: split --volunteers over rounds that learn',
      wholeNumber(2, 50_000),
    )
    .option('--rounds <number>', 'how many such rounds (default: up to 4)', wholeNumber(1, mostCohorts))
    .option('--json', 'one JSON object instead of a table')
    .action(plan);
}

async function plan({ volunteers, share, json, candidates, pool, rounds, ...shared }: Options): Promise<void> {
  if ((candidates === undefined) === (pool === undefined)) {
    throw new BadInput('expected either --candidates for one round, or --pool for rounds that learn, and not both');
  }
  if (candidates === undefined) {
    if (volunteers === undefined || share !== undefined)
      throw new BadInput('--pool: expected --volunteers, and no --share');
    const texts = pool as number;
    shippedMechanism(2, shared.epsilon);
    const evolution = planEvolution({ volunteers, texts, epsilon: shared.epsilon, ...(rounds ? { rounds } : {}) });
    return json ? writeJson(evolution) : writeTable(describeRounds(evolution));
  }
  const design = { ...shared, candidates };
  shippedMechanism(design.candidates + 1, design.epsilon);
  if ((volunteers === undefined) === (share === undefined)) {
    throw new BadInput('expected either --volunteers or --share, and not both');
  }
  if (volunteers !== undefined) {
    const planned = planRound(design, volunteers);
    return json ? writeJson(planned) : writeTable(describe(planned));
  }
  const needed = volunteersFor(design, share as number);
  if (json) return writeJson({ volunteers: needed, share, ...design });
  return writeTable([['volunteers needed', needed ?? 'more than 1e9: no study can see this share']]);
}

function describe(planned: Plan): [string, string][] {
  const { none } = planned.assumed;
  return [
    ['ids in a vote (d)', `${planned.d} of ${planned.domainSize}`],
    ['a vote holds the true answer', percent(planned.p)],
    ['standard error of a share', percent(planned.standardError)],
    [
      `smallest share seen with ${percent(planned.power)} power`,
      planned.smallestDetectableShare === null ? 'none: too few volunteers' : percent(planned.smallestDetectableShare),
    ],
    ...planned.topFound.map(({ top, probability }): [string, string] => [
      `true top ${top} found`,
      `${percent(probability)} (if shares follow Zipf's law and ${percent(none)} answer "none")`,
    ]),
  ];
}

const strengths: Record<RoundStrength, string> = {
  enough: 'enough to choose texts better than without votes',
  concentrated: 'better than without votes only where few topics hold most of what people write',
  'too-few': 'too few: choosing texts without votes is likely better',
};

const describeRounds = ({ rounds, strength }: PlannedEvolution): [string, string][] => [
  ['cohorts of the study', String(rounds.length)],
  ...rounds.map(({ cohorts, volunteers, candidates }, i): [string, string] => [
    `round ${i + 1}`,
    `cohort ${cohorts.join(', ')}, about ${volunteers} volunteers, ${candidates} candidates`,
  ]),
  ['volunteers of a round', strengths[strength]],
];

const percent = (fraction: number): string =>
  new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 3 }).format(fraction);

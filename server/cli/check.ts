import type { Command } from 'commander';
import { shortPercent } from '../../core/percent.ts';
import { checkStudy, type StudyCheck } from '../studies/check-study.ts';
import { budgetInWords, type PlannedRound } from '../studies/study-plan.ts';
import { formatProblem } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';
import { wholeNumber } from './number-options.ts';
import { withProgress } from './progress.ts';
import { write, writeJson, writeTable } from './standard-output.ts';

interface Options {
  readonly volunteers?: number;
  readonly json?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description(
      'read a study folder: say everything that keeps it from being published, what would spoil it, and what it will be; publishes nothing',
    )
    .argument('<folder>', 'folder with a study.yaml')
    .option('--volunteers <number>', 'plan for so many volunteers', wholeNumber(1, 1e7))
    .option('--json', 'one JSON object instead of text')
    .action(check);
}

async function check(folder: string, { volunteers, json }: Options): Promise<void> {
  const result = await withProgress('texts embedded', (onProgress) =>
    checkStudy(folder, {
      loadEmbedder: async () => (await import('../studies/embedder.ts')).loadEmbedder(),
      now: Date.now(),
      volunteers,
      onProgress,
    }),
  );
  if (json) await writeJson(result);
  if (result.problems.length > 0) throw new BadInput(result.problems.map(formatProblem).join('\n'));
  if (!json) await describe(result);
}

async function describe({ warnings, planned }: StudyCheck): Promise<void> {
  if (!planned) return;
  const { name, kind, endsAt, rounds, budgets } = planned;
  await writeTable([
    ['study', `${name} (${kind})`],
    ['ends', endsAt],
    ...rounds.map(
      ({ round, kind: asks, texts, epsilon }) =>
        [`round ${round}`, `${asks}: ${texts} texts, epsilon ${epsilon} a report`] as const,
    ),
  ]);
  for (const round of rounds) await write(`\n${roundInWords(round).join('\n')}\n`);
  await write('\n');
  for (const { cohort, days } of budgets) {
    const whose = budgets.length > 1 ? ` of cohort ${cohort}` : '';
    await write(`Volunteers${whose} who keep the default caps answer ${budgetInWords({ days })}.\n`);
  }
  if (warnings.length === 0) return;
  await write(`\n${warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`}\n`);
  for (const warning of warnings) await write(`warning: ${formatProblem(warning)}\n`);
}

/** A table with one line for each number of volunteers. */
function roundInWords({ round, title, plans }: PlannedRound): string[] {
  const tops = plans[0]?.topFound ?? [];
  const head = ['volunteers', 'smallest share seen', 'standard error', ...tops.map(({ top }) => `top ${top} found`)];
  const rows = plans.map(({ volunteers, smallestDetectableShare, standardError, topFound }) => [
    new Intl.NumberFormat('en').format(volunteers),
    smallestDetectableShare === null ? 'none' : shortPercent(smallestDetectableShare),
    shortPercent(standardError),
    ...topFound.map(({ probability }) => `${Math.round(100 * probability)} %`),
  ]);
  const lines = [head, ...rows].map((cells) =>
    cells.map((cell, i) => cell.padStart((head[i] ?? '').length)).join('  '),
  );
  return [`Round ${round}: ${title}`, ...lines.map((line) => `  ${line}`)];
}

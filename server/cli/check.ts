import type { Command } from 'commander';
import { languagesInEnglish } from '../language/english.ts';
import { checkStudy, type ModelInUse, type StudyCheck } from '../studies/check-study.ts';
import { formatProblem } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';
import { wholeNumber } from './number-options.ts';
import { withProgress } from './progress.ts';
import { write, writeJson, writeTable } from './standard-output.ts';
import { budgetLines, roundLines } from './study-in-words.ts';

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
      loadEmbedder: async (model) => (await import('../studies/embedder.ts')).loadEmbedder(model),
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
  const { name, kind, endsAt, rounds, budgets, model } = planned;
  await writeTable([
    ['study', `${name} (${kind})`],
    ['ends', endsAt],
    ...rounds.map(
      ({ round, kind: asks, texts, epsilon }) =>
        [`round ${round}`, `${asks}: ${texts} texts, epsilon ${epsilon} a report`] as const,
    ),
    ...(model ? modelInWords(model) : []),
  ]);
  for (const round of rounds) await write(`\n${roundLines(round).join('\n')}\n`);
  await write(`\n${budgetLines(rounds, budgets).join('\n')}\n`);
  if (warnings.length === 0) return;
  await write(`\n${warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`}\n`);
  for (const warning of warnings) await write(`warning: ${formatProblem(warning)}\n`);
}

function modelInWords({ id, languages, minSimilarity, candidates }: ModelInUse): [string, string][] {
  return [
    ['model', `${id} (${languagesInEnglish(languages)}); a minSimilarity to begin with: ${minSimilarity}`],
    ...candidates.map(({ round, languages }): [string, string] => [
      `texts of ${round}`,
      languages
        .map(({ language, texts, unknown }) => {
          const name = language === null ? 'not sure' : languagesInEnglish([language]);
          return `${name} ${texts}${unknown > 0 ? ` (${unknown} with unknown words)` : ''}`;
        })
        .join(', '),
    ]),
  ];
}

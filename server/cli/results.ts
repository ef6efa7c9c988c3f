import type { Command } from 'commander';
import { fewestAsked } from '../../core/estimation/prevalence.ts';
import type { RoundId } from '../../core/ids.ts';
import { percent, percentRange } from '../../core/percent.ts';
import { type RoundResults, roundResultsSchema, type Share } from '../../core/protocol/results.ts';
import { noneLabel, planInWords, releaseInWords, withheldReason } from '../pages/wording.ts';
import { askServer } from './ask-server.ts';
import { readRound, type ServerOptions, withServer } from './server-options.ts';
import { write, writeJson, writeTable } from './standard-output.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

export function addResults(program: Command): void {
  const command = program
    .command('results')
    .description(
      'show what may be known about a round: a coarse total while it is open, estimates once they are released',
    )
    .argument('<round>', 'id of the round', readRound)
    .option('--json', 'the JSON of the server instead of a table');
  withServer(command).action(results);
}

async function results(round: RoundId, { server, json }: ServerOptions & { readonly json?: boolean }): Promise<void> {
  const document = roundResultsSchema.parse(await askServer(`${server}/v1/rounds/${round}/results`));
  if (json) return writeJson(document);
  const kind = document.kind === 'real' ? '' : ` (${document.kind})`;
  await write(`${document.manifest.title}${kind}\n`);
  await writeTable(describe(document));
}

/** Phrases of a prevalence poll that too few reports answered for. */
function unestimated({ shares }: Released, texts: readonly string[]): [string, string][] {
  const estimated = new Set(shares.map(({ index }) => index));
  return texts.flatMap((text, index): [string, string][] =>
    estimated.has(index) ? [] : [[text, `no estimate: fewer than ${fewestAsked} reports answered for it`]],
  );
}

function describe({ outcome, manifest, texts }: RoundResults): [string, string | number][] {
  if (outcome.state === 'open') {
    return [
      ['reports', `at least ${outcome.coarseTotal}`],
      ['release', planInWords(manifest)],
    ];
  }
  if (outcome.state === 'too-few') return [['release', `none: fewer than ${outcome.minimumReports} reports arrived`]];
  if (outcome.state === 'withheld') return [['release', `none: ${withheldReason}`]];
  const line = (label: string, { share, low, high, significant }: Share): [string, string] => [
    label,
    `${percent(share).padStart(8)}  ${percentRange(low, high).padStart(18)}  ${significant ? '' : 'cannot be told from zero'}`.trimEnd(),
  ];
  return [
    ['reports', outcome.reports],
    ['release', releaseInWords(outcome)],
    ...(outcome.next.state === 'open'
      ? [['next release', planInWords(manifest, outcome.releases)] as [string, string]]
      : []),
    ['local epsilon', outcome.localEpsilon.toFixed(3)],
    ['central epsilon', `${outcome.central.epsilon.toFixed(3)} (${outcome.central.condition})`],
    ...outcome.shares.toSorted((a, b) => b.share - a.share).map((share) => line(texts[share.index] ?? '', share)),
    ...(outcome.none ? [line(noneLabel, outcome.none)] : []),
    ...unestimated(outcome, texts),
  ];
}

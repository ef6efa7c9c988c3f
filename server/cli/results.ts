import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { fewestAsked } from '../../core/estimation/prevalence.ts';
import { percent, percentRange } from '../../core/percent.ts';
import { type RoundResults, roundResultsSchema, type Share } from '../../core/protocol/results.ts';
import { noneLabel, planInWords, releaseInWords, withheldReason } from '../pages/wording.ts';
import { BadInput } from './bad-input.ts';
import { findRound, findRounds } from './named.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { write, writeJson, writeTable } from './standard-output.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

interface ResultsOptions extends PlaceOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly jsonl?: boolean;
  readonly parquet?: boolean;
  readonly out?: string;
}

const files = ['csv', 'jsonl', 'parquet'] as const;

export function addResults(program: Command): void {
  const command = program
    .command('results')
    .description('show what may be known about rounds: a coarse total before a release, estimates after it')
    .argument('<round>', 'a study such as commute, one of its rounds such as commute/2, or the id of a round')
    .addOption(new Option('--json', 'the JSON of the server, one round a line').conflicts([...files]))
    .addOption(new Option('--csv', 'estimates of one round as comma-separated values').conflicts(['jsonl', 'parquet']))
    .addOption(new Option('--jsonl', 'estimates of one round, one JSON object a line').conflicts(['parquet']))
    .option('--parquet', 'estimates of one round as Apache Parquet')
    .option('--out <file>', 'write into this file instead of standard output');
  withPlace(command).action(results);
}

async function results(name: string, options: ResultsOptions): Promise<void> {
  const { json, out } = options;
  const format = files.find((each) => options[each]);
  if (format === 'parquet' && out === undefined && process.stdout.isTTY) {
    throw new BadInput('--parquet is no text; name a file with --out');
  }
  if (out !== undefined && !format) throw new BadInput('--out: expected --csv, --jsonl or --parquet with it');
  await atPlace(options, async (place) => {
    if (format) {
      const { round } = await findRound(place, name);
      const { outcome } = roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));
      if (outcome.state !== 'released') throw new BadInput('nothing is released of this round; donor results says why');
      const bytes = await place.getBytes(`/v1/rounds/${round.round}/results.${format}`);
      if (out === undefined) process.stdout.write(bytes);
      else await writeFile(out, bytes);
      return;
    }
    for (const { round } of await findRounds(place, name)) {
      const document = roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));
      if (json) {
        await writeJson(document);
        continue;
      }
      const kind = document.kind === 'real' ? '' : ` (${document.kind})`;
      await write(`${document.manifest.title}${kind}\n`);
      await writeTable(describe(document));
    }
  });
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
    ...(outcome.none ? [line(noneLabel(manifest.kind), outcome.none)] : []),
    ['', 'Shares are unbiased: chance may push one below zero, and they need not add up to 100 %.'],
    ...unestimated(outcome, texts),
  ];
}

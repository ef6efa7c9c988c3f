import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import { type RoundResults, roundResultsSchema } from '../../core/protocol/results.ts';
import { BadInput } from './bad-input.ts';
import { writeChanges, writeDifferences, writeShared } from './comparison-tables.ts';
import { findRound, findRounds, type NamedRound } from './named.ts';
import { wholeNumber } from './number-options.ts';
import { atPlace, type Place, type PlaceOptions, withPlace } from './place.ts';
import { writeResults } from './results-table.ts';
import { writeJson } from './standard-output.ts';

interface ResultsOptions extends PlaceOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly jsonl?: boolean;
  readonly parquet?: boolean;
  readonly out?: string;
  readonly differences?: boolean;
  readonly of?: number;
  readonly changes?: boolean;
  readonly against?: string;
  readonly most: number;
}

const files = ['csv', 'jsonl', 'parquet'] as const;
const comparisons = ['differences', 'changes', 'against'] as const;

export function addResults(program: Command): void {
  const command = program
    .command('results')
    .description('show what may be known about rounds: a coarse total before a release, estimates after it')
    .argument('<round>', 'a study such as commute, one of its rounds such as commute/2, or the id of a round')
    .addOption(new Option('--json', 'the JSON of the server, one round a line').conflicts([...files]))
    .addOption(new Option('--csv', 'estimates of one round as comma-separated values').conflicts(['jsonl', 'parquet']))
    .addOption(new Option('--jsonl', 'estimates of one round, one JSON object a line').conflicts(['parquet']))
    .option('--parquet', 'estimates of one round as Apache Parquet')
    .option('--out <file>', 'write into this file instead of standard output')
    .addOption(
      new Option('--differences', 'which texts of one round can be told apart').conflicts([
        ...files,
        'changes',
        'against',
      ]),
    )
    .option('--of <id>', 'with --differences: every pair of this text, by its number', wholeNumber(0, 9_999))
    .addOption(
      new Option('--changes', 'what changed between the last two releases of one round').conflicts([
        ...files,
        'against',
      ]),
    )
    .addOption(
      new Option(
        '--against <round>',
        'how shares of texts differ from those in another round of the study, such as commute/1',
      ).conflicts([...files]),
    )
    .option('--most <lines>', 'most lines of a comparison', wholeNumber(1, 9_999), 30);
  withPlace(command).action(results);
}

async function results(name: string, options: ResultsOptions): Promise<void> {
  const { json, out } = options;
  const format = files.find((each) => options[each]);
  if (format === 'parquet' && out === undefined && process.stdout.isTTY) {
    throw new BadInput('--parquet is no text; name a file with --out');
  }
  if (out !== undefined && !format) throw new BadInput('--out: expected --csv, --jsonl or --parquet with it');
  if (options.of !== undefined && !options.differences) throw new BadInput('--of: expected --differences with it');
  await atPlace(options, async (place) => {
    if (comparisons.some((each) => options[each])) return compare(place, await findRound(place, name), options);
    if (format) {
      const named = await findRound(place, name);
      const { outcome } = await readResults(place, named);
      if (outcome.state !== 'released') throw new BadInput('nothing is released of this round; donor results says why');
      const bytes = await place.getBytes(`/v1/rounds/${named.round.round}/results.${format}`);
      if (out === undefined) process.stdout.write(bytes);
      else await writeFile(out, bytes);
      return;
    }
    for (const named of await findRounds(place, name)) {
      const document = await readResults(place, named);
      await (json ? writeJson(document) : writeResults(document));
    }
  });
}

const readResults = async (place: Place, { round }: NamedRound): Promise<RoundResults> =>
  roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));

async function compare(place: Place, named: NamedRound, options: ResultsOptions): Promise<void> {
  const { changes, against, of, most, json = false } = options;
  if (changes) return writeChanges(await readResults(place, named), { most, json });
  const { study, number } = named;
  const { rounds } = bundleSchema.parse(await place.get(`/v1/studies/${study.study}/bundle`));
  const bundled = (wanted: number) => {
    const found = rounds[wanted - 1];
    if (!found) throw new Error(`the bundle of ${study.name} has no round ${wanted}`);
    return found;
  };
  if (against === undefined) return writeDifferences(bundled(number), of, { most, json });
  const other = await findRound(place, against);
  if (other.study.study !== study.study) throw new BadInput(`--against: expected a round of ${study.name}`);
  if (other.number === number) throw new BadInput(`--against: expected another round than ${study.name}/${number}`);
  const names = [`${study.name}/${other.number}`, `${study.name}/${number}`] as const;
  await writeShared(names, [bundled(other.number), bundled(number)], { most, json });
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import { roundResultsSchema } from '../../core/protocol/results.ts';
import { signedStudySchema } from '../../core/protocol/study.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { datasetLines, type Weighting, weightings } from '../results/dataset.ts';
import { datasetCard } from '../results/dataset-card.ts';
import { BadInput, refusing } from './bad-input.ts';
import { findRounds } from './named.ts';
import { wholeNumber } from './number-options.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, withJson, writeJson } from './standard-output.ts';

interface DatasetOptions extends PlaceOptions, JsonOption {
  readonly count: number;
  readonly weights: Weighting;
  readonly licence?: string;
  readonly out: string;
}

export function addDataset(program: Command): void {
  const command = program
    .command('dataset')
    .description('make a dataset of the texts of a round, in proportion to how many volunteers write like them')
    .argument('<round>', 'a study (its newest candidate round with a release), or a round such as commute/2')
    .requiredOption('--count <number>', 'lines of the dataset', wholeNumber(1, 1_000_000))
    .addOption(
      new Option('--weights <which>', 'significant: only texts above zero; projected: all texts')
        .choices([...weightings])
        .default('significant'),
    )
    .option('--licence <spdx>', 'licence of the texts for the dataset card, such as CC-BY-4.0')
    .requiredOption('--out <directory>', 'new directory for train.jsonl and README.md');
  withJson(withPlace(command)).action(dataset);
}

async function dataset(name: string, options: DatasetOptions): Promise<void> {
  const { count, weights, licence, out, json } = options;
  const { study, results } = await atPlace(options, async (place) => {
    const rounds = await findRounds(place, name);
    const found = [];
    for (const { round, study } of rounds) {
      const results = roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));
      if (results.outcome.state === 'released' && (rounds.length === 1 || results.manifest.kind === 'candidates')) {
        found.push({ study, results });
      }
    }
    const last = found.at(-1);
    if (!last) throw new BadInput('nothing is released yet that a dataset could be made of; donor show says why');
    const bundle = bundleSchema.parse(await place.get(`/v1/studies/${last.study.study}/bundle`));
    return { study: signedStudySchema.parse(bundle.study).document, results: last.results };
  });
  const lines = refusing(() => datasetLines(results, count, weights));
  const texts = new Set(lines.map(({ id }) => id)).size;
  const card = datasetCard({
    study,
    results,
    lines: lines.length,
    texts,
    weighting: weights,
    licence,
    program: packageFile.version,
  });
  await mkdir(out).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`--out: expected a new directory in one that exists, such as ./dataset (${error.code})`);
  });
  await writeFile(join(out, 'train.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(join(out, 'README.md'), card);
  if (json) return writeJson({ out, lines: lines.length, texts, round: results.round });
  console.error(
    `${join(out, 'train.jsonl')}: ${lines.length} lines, ${texts} different texts of "${results.manifest.title}"`,
  );
}

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import { roundResultsSchema } from '../../core/protocol/results.ts';
import { signedStudySchema } from '../../core/protocol/study.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { datasetLines, type Weighting, weightings } from '../results/dataset.ts';
import { datasetCard } from '../results/dataset-card.ts';
import { BadInput, refusing } from './bad-input.ts';
import { writeDataset } from './dataset-files.ts';
import { densityByDefault, writeDensityDataset } from './density-dataset.ts';
import { findRounds } from './named.ts';
import { wholeNumber } from './number-options.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, withJson, writeJson } from './standard-output.ts';

export interface DatasetOptions extends PlaceOptions, JsonOption {
  readonly count: number;
  readonly weights?: Weighting | 'density';
  readonly folder?: string;
  readonly seed: number;
  readonly licence?: string;
  readonly out: string;
}

export function addDataset(program: Command): void {
  const command = program
    .command('dataset')
    .description('make a dataset of the texts that volunteers write like')
    .argument(
      '<round>',
      'a study (all its rounds, or its newest candidate round with a release), or a round such as commute/2',
    )
    .requiredOption('--count <number>', 'lines of the dataset', wholeNumber(1, 1_000_000))
    .addOption(
      new Option(
        '--weights <which>',
        'density: different texts of the pool, by a fit to all rounds (the default for a study with a pool and two rounds); significant: the texts of a round above zero, in proportion; projected: all of them',
      ).choices(['density', ...weightings]),
    )
    .option('--folder <path>', 'folder of the study with its pool (default: the one of its name in DONOR_STUDIES)')
    .option('--seed <number>', 'decides between texts that are as good', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--licence <spdx>', 'licence of the texts for the dataset card, such as CC-BY-4.0')
    .requiredOption('--out <directory>', 'new directory for train.jsonl and README.md');
  withJson(withPlace(command)).action(dataset);
}

async function dataset(name: string, options: DatasetOptions): Promise<void> {
  const { count, licence, out, json } = options;
  const isDensity =
    options.weights === 'density' ||
    (options.weights === undefined && (await atPlace(options, (place) => densityByDefault(place, name, options))));
  if (isDensity) return writeDensityDataset(name, options);
  const weights = options.weights === 'projected' ? 'projected' : 'significant';
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
  await writeDataset(out, { 'train.jsonl': lines, 'README.md': card });
  if (json) return writeJson({ out, lines: lines.length, texts, weights, round: results.round });
  console.error(
    `${join(out, 'train.jsonl')}: ${lines.length} lines, ${texts} different texts of "${results.manifest.title}"`,
  );
}

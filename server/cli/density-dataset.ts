import { join } from 'node:path';
import packageFile from '../../package.json' with { type: 'json' };
import { densityDataset } from '../evolution/density-dataset.ts';
import { fitStudy } from '../evolution/fit-study.ts';
import { densityCard } from '../results/density-card.ts';
import { readStudyFolder } from '../studies/study-folder.ts';
import { BadInput } from './bad-input.ts';
import type { DatasetOptions } from './dataset.ts';
import { writeDataset } from './dataset-files.ts';
import { refusingEvolution } from './evolution-refusals.ts';
import { findRounds } from './named.ts';
import { atPlace, type Place } from './place.ts';
import { stopOnInterrupt, withProgress } from './progress.ts';
import { writeJson } from './standard-output.ts';
import { embedderOnDemand, publishedStudy, studyFolderOf } from './study-at-place.ts';

/** A study whose pool is at hand, and two of whose rounds have closed with a release. */
export async function densityByDefault(place: Place, name: string, { folder }: DatasetOptions): Promise<boolean> {
  const rounds = await findRounds(place, name);
  const study = rounds[0]?.study.name;
  if (study === undefined || rounds.length === 1) return false;
  const { bundle, isClosed } = await publishedStudy(place, study);
  const known = bundle.rounds.filter(
    ({ signed, releases }, i) => signed.document.kind === 'candidates' && isClosed(i) && releases.length > 0,
  );
  if (known.length < 2) return false;
  const pool = await studyFolderOf(folder ?? study)
    .then(readStudyFolder)
    .then((found) => found.study.pool)
    .catch(() => undefined);
  if (pool !== undefined) return true;
  console.error('the pool of the study is not here, so only its newest round is used; name its folder with --folder');
  return false;
}

/** Makes a dataset by the fit to all rounds: its texts, as many without votes, and a card. */
export async function writeDensityDataset(name: string, options: DatasetOptions): Promise<void> {
  const { count, licence, out, seed, json } = options;
  if (/\/\d+$/.test(name)) throw new BadInput('--weights density is about all rounds of a study: name the study alone');
  const embedder = embedderOnDemand();
  const signal = stopOnInterrupt();
  const { fitted, study } = await refusingEvolution(() =>
    atPlace(options, async (place) => {
      const [first] = await findRounds(place, name);
      if (!first) throw new BadInput(`the study "${name}" has no round yet`);
      const path = await studyFolderOf(options.folder ?? first.study.name);
      const folder = await readStudyFolder(path);
      if (folder.study.name !== first.study.name) {
        throw new BadInput(
          `--folder: expected the folder of "${first.study.name}", found that of "${folder.study.name}"`,
        );
      }
      const published = await publishedStudy(place, first.study.name);
      const chosen = ({ known }: { readonly known: readonly unknown[] }) => {
        if (known.length === 0)
          throw new BadInput('no candidate round has closed with a release yet; donor show says why');
        return { candidates: 0, dataset: count };
      };
      const fitted = await withProgress('', (onProgress) =>
        fitStudy(path, folder, published, chosen, {
          loadEmbedder: embedder.load,
          signal,
          seed,
          onProgress: (what, done, of) => onProgress(done, of, what),
        }),
      );
      return { fitted, study: published.bundle.study.document };
    }),
  ).finally(embedder.dispose);
  const { lines, withoutVotes } = densityDataset(fitted);
  const card = densityCard({ study, fitted, lines, withoutVotes, licence, program: packageFile.version });
  await writeDataset(out, { 'train.jsonl': lines, 'no-votes.jsonl': withoutVotes, 'README.md': card });
  const rounds = fitted.so.known.map(({ number }) => number);
  if (json) return writeJson({ out, lines: lines.length, texts: lines.length, weights: 'density', rounds });
  console.error(`${join(out, 'train.jsonl')}: ${lines.length} different texts, by a fit to ${rounds.length} rounds`);
  console.error(`${join(out, 'no-votes.jsonl')}: as many texts without any vote, to compare with`);
}

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import { readConfiguration } from '../configuration.ts';
import type { PublishedStudy } from '../evolution/published-study.ts';
import type { Embedder, LoadEmbedder } from '../studies/embedder.ts';
import { inspectStudyFolder, type StudyFolder } from '../studies/study-folder.ts';
import { foldersIn } from '../studies/study-folders.ts';
import { formatProblem } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';
import { findStudy } from './named.ts';
import type { Place } from './place.ts';

/** The folder that a person names: its path, or the name of a study that stands in DONOR_STUDIES. */
export async function studyFolderOf(named: string): Promise<string> {
  if (await isThere(join(named, 'study.yaml'))) return named;
  const { studies } = readConfiguration(process.env);
  const folders = await foldersIn(studies).catch(() => []);
  for (const folder of folders) {
    if ((await inspectStudyFolder(folder)).folder?.study.name === named) return folder;
  }
  throw new BadInput(
    `expected a folder with a study.yaml, or the name of a study in ${studies ?? 'studies'} (DONOR_STUDIES), found neither at "${named}"`,
  );
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A study folder in which one file of texts may be missing, that of its last round. */
export interface FolderBeforeRound {
  readonly folder: StudyFolder;
  /** Position of the candidate round whose file of texts is not there yet; -1 for none. */
  readonly pending: number;
}

/**
 * Reads a study folder whose last candidate round may wait for its texts.
 *
 * @throws {BadInput} with everything else that is wrong
 */
export async function folderBeforeRound(path: string): Promise<FolderBeforeRound> {
  const { folder, problems } = await inspectStudyFolder(path);
  const missing = problems.filter(
    ({ field = '', message }) => /^rounds\[\d+\]\.texts$/.test(field) && message.startsWith('expected a file "'),
  );
  const [only] = missing;
  const pending = only ? Number(/\d+/.exec(only.field ?? '')?.[0]) : -1;
  const isLast =
    folder !== undefined && pending === folder.rounds.length - 1 && folder.rounds[pending]?.kind === 'candidates';
  if (!folder || problems.length > missing.length || missing.length > 1 || (only && !isLast)) {
    throw new BadInput(problems.map(formatProblem).join('\n'));
  }
  return { folder, pending };
}

/** What the server says in public of the study called `name`. */
export async function publishedStudy(place: Place, name: string): Promise<PublishedStudy> {
  const study = await findStudy(place, name);
  const bundle = bundleSchema.parse(await place.get(`/v1/studies/${study.study}/bundle`));
  return {
    bundle,
    isClosed: (position) => study.rounds[position]?.state === 'closed',
    batch: (sha256) => place.getBytes(`/v1/batches/${sha256}`),
  };
}

/** Loads the model when it is first needed; `dispose` frees it if it was. */
export function embedderOnDemand(): { load: LoadEmbedder; dispose: () => Promise<void> } {
  let loading: Promise<Embedder> | undefined;
  return {
    load: (model) => {
      loading ??= import('../studies/embedder.ts').then(({ loadEmbedder }) => loadEmbedder(model));
      return loading;
    },
    dispose: async () => (await loading)?.dispose(),
  };
}

import type { StudyFolder } from '../studies/study-folder.ts';
import { modelOf } from '../studies/study-model.ts';
import { type EmbedPoolOptions, embedPool } from './embedding-store.ts';
import type { FitResult } from './fit-task.ts';
import { RoundsDiffer, type RoundsSoFar, roundsSoFar } from './known-rounds.ts';
import { originInWords, readPool, type StudyPool } from './pool.ts';
import type { PublishedStudy } from './published-study.ts';
import { runFit } from './run-fit.ts';

export interface FitStudyOptions {
  readonly loadEmbedder: EmbedPoolOptions['loadEmbedder'];
  readonly signal: AbortSignal;
  /** Called with what is done, how much of it, and how much there is. */
  readonly onProgress: (what: string, done: number, of: number) => void;
  readonly seed: number;
}

/** What is known of some texts, and what was chosen from them. */
export interface FittedTexts {
  /** In the order of the rows that the fit names, each with where it comes from, in words. */
  readonly texts: readonly { readonly text: string; readonly source: string }[];
  readonly so: RoundsSoFar;
  readonly fit: FitResult;
}

/** What is known of a study's pool, and what was chosen from it. */
export interface FittedStudy extends FittedTexts {
  readonly pool: StudyPool;
  /** What the weight of a text is; 0 for one that was joined with another. */
  weightOf(row: number): number;
}

/**
 * Reads and embeds the pool of a study folder, and fits the density of what people write to all rounds that may be
 * learned from.
 *
 * @param published undefined for a study that is not published yet
 * @param chosen how many texts are chosen for the next round and for a dataset, given what is known
 * @throws {StudyFolderError | RoundsDiffer | TooFewTexts} in words for the researcher
 */
export async function fitStudy(
  path: string,
  folder: Pick<StudyFolder, 'study' | 'problemAt'>,
  published: PublishedStudy | undefined,
  chosen: (so: RoundsSoFar, poolTexts: number) => { readonly candidates: number; readonly dataset: number },
  { loadEmbedder, signal, onProgress, seed }: FitStudyOptions,
): Promise<FittedStudy> {
  const model = modelOf(folder.study);
  const publishedFor = published?.bundle.study.document.model;
  if (publishedFor && publishedFor.sha256 !== model.sha256) {
    throw new RoundsDiffer(
      `the study was published for the model ${publishedFor.id}, and its folder now names ${model.id}: their embeddings cannot be compared; put the model back in study.yaml, or begin a new study`,
    );
  }
  const so = published
    ? await roundsSoFar(published.bundle, published.isClosed, published.batch)
    : { known: [], leftOut: [] };
  const pool = await readPool(path, folder);
  const texts = pool.texts.map(({ text }) => text);
  const embeddings = await embedPool(path, texts, {
    model,
    loadEmbedder,
    signal,
    onProgress: (done, of) => onProgress('texts of the pool embedded', done, of),
  });
  const fit = await runFit(
    {
      pool: { embeddings, dimensions: model.dimensions },
      mayBePublished: Uint8Array.from(pool.texts, ({ declared }) => (declared === 'private' ? 0 : 1)),
      rounds: so.known.map(({ evidence }) => evidence),
      ...chosen(so, texts.length),
      layout: false,
      seed,
    },
    { signal, onProgress },
  );
  const weights = new Map(Array.from(fit.kept, (row, text) => [row, fit.weights[text] as number]));
  const named = pool.texts.map(({ text, origin }) => ({ text, source: originInWords(origin) }));
  return { texts: named, pool, so, fit, weightOf: (row) => weights.get(row) ?? 0 };
}

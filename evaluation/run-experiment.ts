import { pickRows } from '../core/evolution/pool.ts';
import type { Multiply } from '../core/evolution/products.ts';
import { seededRandom } from '../fleet/seeded-random.ts';
import type { EmbeddedCorpus } from './embedded-corpus.ts';
import { datasetSize, type Experiment, minSimilarityOf, rounds, strategies } from './experiments.ts';
import { type Worth, worthOf } from './measures.ts';
import { drawWorld } from './world.ts';

/** Datasets after every round take time, and few seeds show the way. */
const seedsOfEveryRound = 4;

/** One experiment with one seed. */
export interface Result {
  readonly experiment: Experiment;
  readonly seed: number;
  /** After each round for the first seeds, where the strategy can tell; after the last round otherwise. */
  readonly worth: readonly Worth[];
  readonly movements: readonly number[];
}

/**
 * Runs an experiment with one seed. The seed decides the world, the votes and the strategy's own draws, and nothing
 * else does, so experiments with one seed can be compared in pairs.
 */
export async function runExperiment(
  whole: EmbeddedCorpus,
  experiment: Experiment,
  seed: number,
  { multiply }: { readonly multiply?: Multiply } = {},
): Promise<Result> {
  const { strategy, exponent, volunteers, candidates, noise, answerRule, draftsEach } = experiment;
  const written = experiment.textsApart ? whole : withTextsShared(whole);
  const corpus = experiment.halfOfTopics ? withoutHalf(written) : written;
  const world = drawWorld(corpus, { exponent, draftsEach }, seed);
  const work = { random: seededRandom(Math.imul(seed + 1, 0x9e3779b9)), ...(multiply && { multiply }) };
  const everyRound = seed < seedsOfEveryRound;
  const question = { noise, answerRule, minSimilarity: minSimilarityOf[strategy] };
  const trial = { corpus, world, question, rounds, volunteers, candidates, datasetSize, everyRound, seed, work };
  const { datasets, movements } = await strategies[strategy](trial);
  const worth: Worth[] = [];
  for (const dataset of datasets) worth.push(await worthOf(corpus, world, dataset, work));
  return { experiment, seed, worth, movements };
}

const shared = new WeakMap<EmbeddedCorpus, EmbeddedCorpus>();

/** The corpus with one set of texts for drafts and measured drafts: both are then samples of one population. */
function withTextsShared(corpus: EmbeddedCorpus): EmbeddedCorpus {
  const known = shared.get(corpus);
  if (known) return known;
  const { drafts, measured } = corpus;
  const embeddings = new Float32Array(drafts.vectors.embeddings.length + measured.vectors.embeddings.length);
  embeddings.set(drafts.vectors.embeddings);
  embeddings.set(measured.vectors.embeddings, drafts.vectors.embeddings.length);
  const all = {
    vectors: { embeddings, dimensions: drafts.vectors.dimensions },
    topicOf: Int32Array.of(...drafts.topicOf, ...measured.topicOf),
  };
  const joined = { ...corpus, drafts: all, measured: all };
  shared.set(corpus, joined);
  return joined;
}

/** The corpus with a pool that knows only every second topic. */
function withoutHalf(corpus: EmbeddedCorpus): EmbeddedCorpus {
  const { vectors, topicOf } = corpus.pool;
  const kept = Array.from(topicOf.keys()).filter((text) => (topicOf[text] as number) % 2 === 0);
  return {
    ...corpus,
    pool: { vectors: pickRows(vectors, kept), topicOf: Int32Array.from(kept, (text) => topicOf[text] as number) },
  };
}

import { drawDataset, firstCandidates } from '../../core/evolution/next-candidates.ts';
import { rowsOf } from '../../core/evolution/pool.ts';
import { uniformSubset } from '../../core/privacy/random-integers.ts';
import type { Outcome, Trial } from './trial.ts';

/** Random texts of the pool. */
export async function randomTexts({ corpus, work, datasetSize }: Trial): Promise<Outcome> {
  return { datasets: [uniformSubset(rowsOf(corpus.pool.vectors), datasetSize, work.random)], movements: [] };
}

/** Texts that stand for the pool, chosen without any vote: what diversity alone is worth. */
export async function medoids({ corpus, work, datasetSize }: Trial): Promise<Outcome> {
  return { datasets: [await firstCandidates(corpus.pool.vectors, datasetSize, work)], movements: [] };
}

/** The product's rule for a dataset over the true shares of topics: what no strategy can beat by much. */
export async function trueShares({ corpus, world, work, datasetSize }: Trial): Promise<Outcome> {
  const { vectors, topicOf } = corpus.pool;
  const sizes = new Float64Array(corpus.topics);
  for (const topic of topicOf) sizes[topic] = (sizes[topic] as number) + 1;
  const weights = Float64Array.from(topicOf, (topic) => (world.shares[topic] as number) / (sizes[topic] as number));
  return { datasets: [await drawDataset(vectors, { weights }, datasetSize, work)], movements: [] };
}

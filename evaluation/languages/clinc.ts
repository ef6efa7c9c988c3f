import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Embedder } from '../../server/studies/embedder.ts';

const labelled = z.array(z.tuple([z.string(), z.string()]));
const clincSchema = z.object({ train: labelled, test: labelled, oos_test: labelled });

/** What a model makes of CLINC150, English commands of 150 intents (Larson et al., 2019). */
export interface ClincFigures {
  /** Of the test messages: those whose nearest candidate has their intent; one candidate an intent. */
  readonly found: number;
  /** Probability that a message in scope is more like its nearest candidate than one out of scope. */
  readonly outOfScopeAuroc: number;
}

/** Every fifth training message stands for an intent, which makes 20 of each. */
const trainingStep = 5;

/**
 * The candidate of an intent is the training message that is most like the other ones of it.
 *
 * @param path of `data_full.json`
 * @throws {Error} when the file is not that
 */
export async function measureClinc(path: string, { embed }: Pick<Embedder, 'embed'>): Promise<ClincFigures> {
  const data = clincSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const training = data.train.filter((_, i) => i % trainingStep === 0);
  const embedAll = (some: readonly (readonly [string, string])[]) => embed(some.map(([text]) => text));
  const vectors = await embedAll(training);
  const intents = [...new Set(training.map(([, intent]) => intent))];
  const candidates = intents.map((intent) => medoid(vectors.filter((_, i) => training[i]?.[1] === intent)));
  const nearestOf = (vector: Float32Array) => {
    const similarities = candidates.map((candidate) => dot(vector, candidate));
    const best = Math.max(...similarities);
    return { similarity: best, intent: intents[similarities.indexOf(best)] };
  };
  const inScope = (await embedAll(data.test)).map(nearestOf);
  const outOfScope = (await embedAll(data.oos_test)).map(nearestOf);
  const right = inScope.filter(({ intent }, i) => intent === data.test[i]?.[1]).length;
  const similarities = (found: readonly { readonly similarity: number }[]) => found.map(({ similarity }) => similarity);
  return { found: right / inScope.length, outOfScopeAuroc: auroc(similarities(inScope), similarities(outOfScope)) };
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function medoid(vectors: readonly Float32Array[]): Float32Array {
  const sums = vectors.map((vector) => vectors.reduce((sum, other) => sum + dot(vector, other), 0));
  const best = vectors[sums.indexOf(Math.max(...sums))];
  if (!best) throw new Error('CLINC150: an intent has no training message');
  return best;
}

/** Probability that one of `higher` is above one of `lower`, ties by half. */
export function auroc(higher: readonly number[], lower: readonly number[]): number {
  let wins = 0;
  for (const a of higher) for (const b of lower) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (higher.length * lower.length);
}

import { type Density, uniformWeights } from './density.ts';
import { type Pool, rowsOf } from './pool.ts';
import type { Work } from './products.ts';
import { representatives } from './representatives.ts';

const flattening = 0.7;
const explored = 0.2;
const sharpening = 1.1;

/** Weights to a power, brought to a sum of 1: below 1 flatter, above 1 more peaked. */
export function tempered(weights: Float64Array, power: number): Float64Array {
  const raised = weights.map((weight) => weight ** power);
  const total = raised.reduce((sum, weight) => sum + weight, 0);
  return raised.map((weight) => weight / total);
}

/**
 * Weights by which texts are varied, when a generator makes new ones: where people write, a little flatter, so that
 * rare interests are varied too.
 */
export const variationWeights = (weights: Float64Array): Float64Array => tempered(weights, flattening);

/** The first round's candidates: texts that stand for the whole pool. `representatives` says what is thrown. */
export const firstCandidates = (pool: Pool, count: number, work: Work): Promise<Int32Array> =>
  representatives(pool, uniformWeights(rowsOf(pool)), count, work);

/**
 * A later round's candidates, placed where the density is: four fifths by the density, a little flatter, one fifth
 * evenly over the pool, so that what was missed can still be found. `representatives` says what is thrown.
 *
 * @returns `count` different indices of texts
 */
export function nextCandidates(
  pool: Pool,
  { weights }: Pick<Density, 'weights'>,
  count: number,
  work: Work,
): Promise<Int32Array> {
  const texts = rowsOf(pool);
  const mixed = variationWeights(weights).map((weight) => (1 - explored) * weight + explored / texts);
  return representatives(pool, mixed, count, work);
}

/**
 * A dataset that looks like what people write: texts that stand for the density, all different, each counting once. For
 * training and looking, never for testing: how often a topic is in it has no guarantee. `representatives` says what is
 * thrown.
 *
 * @returns `size` different indices of texts
 */
export const drawDataset = (
  pool: Pool,
  { weights }: Pick<Density, 'weights'>,
  size: number,
  work: Work,
): Promise<Int32Array> => representatives(pool, tempered(weights, sharpening), size, work);

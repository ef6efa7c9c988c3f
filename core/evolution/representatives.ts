import { densityCentres } from './k-means.ts';
import { type Pool, rowsOf } from './pool.ts';
import { multiplyInPieces, type Work } from './products.ts';

/**
 * Texts of the pool that stand for a density over it: for each of `count` centres of the density, in turn, the nearest
 * text that no centre before it took.
 *
 * @param weights one for each text of the pool, none negative, their sum positive
 * @returns `count` different indices of texts
 * @throws {RangeError} when `count` is not from 1 to the number of texts, or the weights are no density over the pool
 */
export async function representatives(
  pool: Pool,
  weights: Float64Array,
  count: number,
  work: Work,
): Promise<Int32Array> {
  const texts = rowsOf(pool);
  if (!Number.isSafeInteger(count) || count < 1 || count > texts) {
    throw new RangeError(`count: expected 1 to ${texts} (the texts of the pool), got ${count}`);
  }
  checkDensity(weights, texts);
  const centres = await densityCentres(pool, weights, count, work);
  const taken = new Uint8Array(texts);
  const chosen = new Int32Array(count);
  await multiplyInPieces(centres, pool, work, (firstCentre, products) => {
    for (let i = 0; i < products.length / texts; i++) {
      let best = -1;
      let similarity = Number.NEGATIVE_INFINITY;
      for (let text = 0; text < texts; text++) {
        const product = products[i * texts + text] as number;
        if (product > similarity && taken[text] === 0) {
          best = text;
          similarity = product;
        }
      }
      if (best === -1) throw new RangeError('pool: expected finite embeddings');
      taken[best] = 1;
      chosen[firstCentre + i] = best;
    }
  });
  return chosen;
}

function checkDensity(weights: Float64Array, texts: number): void {
  if (weights.length !== texts) throw new RangeError(`weights: expected ${texts} numbers, got ${weights.length}`);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong >= 0) throw new RangeError(`weights[${wrong}]: expected a number from 0`);
  if (!weights.some((weight) => weight > 0)) throw new RangeError('weights: expected one above 0');
}

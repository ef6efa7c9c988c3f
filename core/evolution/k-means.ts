import { uniformSubset } from '../privacy/random-integers.ts';
import { nearestRows } from './nearest-rows.ts';
import { normaliseRow, type Pool, pickRows, rowsOf } from './pool.ts';
import type { Work } from './products.ts';
import { systematicDraws } from './systematic-draws.ts';

const fewestDraws = 4000;
export const iterationsOfCentres = 6;

/** Texts that stand for a density when `count` centres are looked for. */
export const drawsFor = (count: number): number => Math.max(fewestDraws, count);

/**
 * Centres of a density over the pool, by spherical k-means of systematic draws from it: `count` random draws as start,
 * then six iterations. A centre is the normalised sum of the draws nearest to it; one without draws stays.
 *
 * @param weights one for each text of the pool
 */
export async function densityCentres(pool: Pool, weights: Float64Array, count: number, work: Work): Promise<Pool> {
  const draws = pickRows(pool, systematicDraws(weights, drawsFor(count), work.random));
  const centres = pickRows(draws, uniformSubset(rowsOf(draws), count, work.random));
  for (let iteration = 0; iteration < iterationsOfCentres; iteration++) {
    const { rows } = await nearestRows(draws, centres, work);
    moveCentres(draws, rows, centres);
  }
  return centres;
}

function moveCentres(draws: Pool, nearestCentre: Int32Array, { embeddings, dimensions }: Pool): void {
  const sums = new Float64Array(embeddings.length);
  nearestCentre.forEach((centre, draw) => {
    for (let j = 0; j < dimensions; j++) {
      const at = centre * dimensions + j;
      sums[at] = (sums[at] as number) + (draws.embeddings[draw * dimensions + j] as number);
    }
  });
  for (let centre = 0; centre < embeddings.length / dimensions; centre++) {
    const sum = Float32Array.from(sums.subarray(centre * dimensions, (centre + 1) * dimensions));
    if (normaliseRow(sum, dimensions, 0)) embeddings.set(sum, centre * dimensions);
  }
}

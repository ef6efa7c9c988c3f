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
  const rows = draws.embeddings;
  for (let draw = 0; draw < nearestCentre.length; draw++) {
    const from = draw * dimensions;
    const to = (nearestCentre[draw] as number) * dimensions;
    for (let j = 0; j < dimensions; j++) sums[to + j] = (sums[to + j] as number) + (rows[from + j] as number);
  }
  for (let at = 0; at < embeddings.length; at += dimensions) {
    const sum = Float32Array.from(sums.subarray(at, at + dimensions));
    if (normaliseRow(sum, dimensions, 0)) embeddings.set(sum, at);
  }
}

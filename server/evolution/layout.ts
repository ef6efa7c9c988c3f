import { UMAP } from 'umap-js';
import { type Pool, rowsOf } from '../../core/evolution/pool.ts';
import { type Draw, drawsFrom, type RandomBytes } from '../../core/privacy/random-integers.ts';

/** Fewer texts make no map. */
export const fewestOnMap = 5;

/**
 * A place in the unit square for each text, so that texts that are alike stand near each other (UMAP, McInnes 2018).
 * For looking at only: distances between far places mean nothing.
 *
 * @returns x and y of each text in turn
 */
export function layOut(pool: Pool, random: RandomBytes): Float32Array {
  const texts = rowsOf(pool);
  const draw = drawsFrom(random);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(12, texts - 1),
    minDist: 0.3,
    distanceFn: (a, b) => 1 - a.reduce((sum, component, j) => sum + component * (b[j] as number), 0),
    random: () => unit(draw),
  });
  const { embeddings, dimensions } = pool;
  const vectors = Array.from({ length: texts }, (_, row) => [
    ...embeddings.subarray(row * dimensions, (row + 1) * dimensions),
  ]);
  const places = umap.fit(vectors);
  const result = new Float32Array(2 * texts);
  for (const axis of [0, 1]) {
    const values = places.map((place) => place[axis] as number);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    values.forEach((value, text) => {
      result[2 * text + axis] = high > low ? (value - low) / (high - low) : 0.5;
    });
  }
  return result;
}

const unit = (draw: Draw): number => draw(2 ** 32) / 2 ** 32;

import type { EmbeddingBatch } from './batch.ts';

/** Cosine of `vector` (`dimensions` components) and row `row` of `batch`; 0 when either has no length. */
export function cosine(vector: ArrayLike<number>, batch: EmbeddingBatch, row: number): number {
  const { dimensions, values } = batch;
  if (vector.length !== dimensions) throw new RangeError(`expected a vector of ${dimensions} components`);
  let dot = 0;
  let vectorSquared = 0;
  let rowSquared = 0;
  for (let j = 0; j < dimensions; j++) {
    const a = vector[j] as number;
    const b = values[row * dimensions + j] as number;
    dot += a * b;
    vectorSquared += a * a;
    rowSquared += b * b;
  }
  // A row's scale cancels: cosine only sees directions.
  const lengths = Math.sqrt(vectorSquared * rowSquared);
  return lengths > 0 ? dot / lengths : 0;
}

/** Row of `batch` with the largest cosine to `vector`, the lowest row on ties. */
export function nearest(vector: ArrayLike<number>, batch: EmbeddingBatch): { row: number; similarity: number } {
  let best = { row: 0, similarity: Number.NEGATIVE_INFINITY };
  for (let row = 0; row < batch.rows; row++) {
    const similarity = cosine(vector, batch, row);
    if (similarity > best.similarity) best = { row, similarity };
  }
  return best;
}

/** The texts of a pool as the model sees them: row i is the embedding of text i, of length 1. */
export interface Pool {
  readonly embeddings: Float32Array;
  readonly dimensions: number;
}

/** Number of rows. */
export const rowsOf = ({ embeddings, dimensions }: Pool): number => embeddings.length / dimensions;

/**
 * Rows of length 1, copied from rows of any length: cosines are then plain products, and the rounding of int8 batches
 * or a provider's own scale has no effect.
 *
 * @param vectors one array a row, all of the same length
 * @throws {RangeError} when there are no vectors, their lengths differ, or a row has no direction
 */
export function poolOf(vectors: readonly ArrayLike<number>[]): Pool {
  const dimensions = vectors[0]?.length ?? 0;
  if (dimensions === 0) throw new RangeError('pool: expected at least one non-empty vector');
  const embeddings = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, row) => {
    if (vector.length !== dimensions) {
      throw new RangeError(`pool: expected ${dimensions} components in row ${row}, got ${vector.length}`);
    }
    embeddings.set(Float32Array.from(vector), row * dimensions);
    if (!normaliseRow(embeddings, dimensions, row)) {
      throw new RangeError(`pool: expected finite components, not all zero, in row ${row}`);
    }
  });
  return { embeddings, dimensions };
}

/** Brings one row to length 1; says whether it had a direction, and leaves it as it was when it had none. */
export function normaliseRow(rows: Float32Array, dimensions: number, row: number): boolean {
  const from = row * dimensions;
  let squares = 0;
  for (let j = from; j < from + dimensions; j++) squares += (rows[j] as number) ** 2;
  const length = Math.sqrt(squares);
  if (!(length > 0 && Number.isFinite(length))) return false;
  for (let j = from; j < from + dimensions; j++) rows[j] = (rows[j] as number) / length;
  return true;
}

/** Copies the rows with these indices, in this order. */
export function pickRows({ embeddings, dimensions }: Pool, indices: ArrayLike<number>): Pool {
  const picked = new Float32Array(indices.length * dimensions);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * dimensions;
    picked.set(embeddings.subarray(from, from + dimensions), i * dimensions);
  }
  return { embeddings: picked, dimensions };
}

import type { RandomBytes } from '../privacy/random-integers.ts';
import { type Pool, rowsOf } from './pool.ts';

/**
 * Products of every row of `left` with every row of `right`: entry i * (rows of `right`) + j is the product of row i
 * and row j. A program may pass in a faster one; its last digits may differ, and so may what stands on a tie.
 */
export type Multiply = (
  left: Float32Array,
  right: Float32Array,
  dimensions: number,
) => Float32Array | Promise<Float32Array>;

/** What long work needs from its caller. */
export interface Work {
  /** Decides draws and starting points; nothing that protects a volunteer depends on it. */
  readonly random: RandomBytes;
  /** `multiplyRows` when it is left out. */
  readonly multiply?: Multiply;
  /**
   * Called after each piece of work, with the multiply-adds that it took (at most some tens of milliseconds). It may
   * throw to stop the work, such as `signal.throwIfAborted()`, and it may return a promise to let others run.
   */
  readonly onPiece?: (multiplyAdds: number) => void | Promise<void>;
}

/**
 * Products in plain loops, 2 rows by 4 at a time: eight sums that stay in registers for six loads. Measured: 2.5e9
 * multiply-adds a second on one core, where one sum at a time gives .4e9. Sums have double precision.
 */
export function multiplyRows(left: Float32Array, right: Float32Array, dimensions: number): Float32Array {
  const leftRows = left.length / dimensions;
  const rightRows = right.length / dimensions;
  const products = new Float32Array(leftRows * rightRows);
  for (let i = 0; i < leftRows; i += 2) {
    const a0 = i * dimensions;
    // A last odd row or column is computed twice, into the same place.
    const second = Math.min(i + 1, leftRows - 1);
    const a1 = second * dimensions;
    for (let j = 0; j < rightRows; j += 4) {
      const [j1, j2, j3] = [
        Math.min(j + 1, rightRows - 1),
        Math.min(j + 2, rightRows - 1),
        Math.min(j + 3, rightRows - 1),
      ];
      const b0 = j * dimensions;
      const b1 = j1 * dimensions;
      const b2 = j2 * dimensions;
      const b3 = j3 * dimensions;
      let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let c = 0; c < dimensions; c++) {
        const x = left[a0 + c] as number;
        const y = left[a1 + c] as number;
        const w0 = right[b0 + c] as number;
        const w1 = right[b1 + c] as number;
        const w2 = right[b2 + c] as number;
        const w3 = right[b3 + c] as number;
        s0 += x * w0;
        s1 += x * w1;
        s2 += x * w2;
        s3 += x * w3;
        t0 += y * w0;
        t1 += y * w1;
        t2 += y * w2;
        t3 += y * w3;
      }
      const upper = i * rightRows;
      const lower = second * rightRows;
      products[upper + j] = s0;
      products[upper + j1] = s1;
      products[upper + j2] = s2;
      products[upper + j3] = s3;
      products[lower + j] = t0;
      products[lower + j1] = t1;
      products[lower + j2] = t2;
      products[lower + j3] = t3;
    }
  }
  return products;
}

/** Multiply-adds of a piece of work: some 20 ms in plain loops. */
const pieceSize = 5e7;

/**
 * Products of all rows of `left` with all rows of `right`, some rows of `left` at a time, so that memory and the time
 * between two calls of `onPiece` stay small.
 *
 * @param use gets the row of `left` that comes first, and the products of it and the next rows
 */
export async function multiplyInPieces(
  left: Pool,
  right: Pool,
  { multiply = multiplyRows, onPiece }: Omit<Work, 'random'>,
  use: (firstRow: number, products: Float32Array) => void,
): Promise<void> {
  const { dimensions } = left;
  if (right.dimensions !== dimensions) {
    throw new RangeError(`embeddings: expected ${dimensions} components a row, got ${right.dimensions}`);
  }
  const [rows, columns] = [rowsOf(left), rowsOf(right)];
  const step = Math.max(2, 2 * Math.floor(pieceSize / (2 * columns * dimensions)));
  for (let row = 0; row < rows; row += step) {
    const part = left.embeddings.subarray(row * dimensions, Math.min(row + step, rows) * dimensions);
    use(row, await multiply(part, right.embeddings, dimensions));
    await onPiece?.((part.length / dimensions) * columns * dimensions);
  }
}

/** Two texts of a pool above this cosine are one. */
export const nearDuplicate = 0.95;

/** Components that are looked at before two vectors are told apart or looked at further. */
const stride = 32;

/**
 * Rows to keep of unit vectors, so that no two of them have a cosine above `nearDuplicate`; of two that do, the earlier
 * one stays. Every pair is looked at; most are told apart by their first components, since their squared distance only
 * grows.
 *
 * @param rows `dimensions` components a row, each row of length 1
 * @param onProgress called with the number of rows done
 */
export function withoutNearDuplicates(
  rows: Float32Array,
  dimensions: number,
  onProgress?: (done: number) => void,
): number[] {
  const mostDistance = 2 - 2 * nearDuplicate;
  const texts = rows.length / dimensions;
  // The first components of all rows side by side: most pairs need no others, and these stay in the processor's cache.
  const width = Math.min(stride, dimensions);
  const heads = new Float32Array(texts * width);
  for (let row = 0; row < texts; row++)
    heads.set(rows.subarray(row * dimensions, row * dimensions + width), row * width);
  const isNear = (row: number, other: number): boolean => {
    let distance = squaredDistance(heads, row * width, other * width, width);
    for (let from = width; from < dimensions && distance < mostDistance; from += stride) {
      const length = Math.min(stride, dimensions - from);
      distance += squaredDistance(rows, row * dimensions + from, other * dimensions + from, length);
    }
    return distance < mostDistance;
  };
  const kept: number[] = [];
  for (let row = 0; row < texts; row++) {
    if (!kept.some((other) => isNear(row, other))) kept.push(row);
    if (row % 256 === 0) onProgress?.(row);
  }
  return kept;
}

function squaredDistance(values: Float32Array, a: number, b: number, length: number): number {
  let distance = 0;
  for (let j = 0; j < length; j++) {
    const difference = (values[a + j] as number) - (values[b + j] as number);
    distance += difference * difference;
  }
  return distance;
}

/**
 * Source of privacy randomness: `length` bytes (at most 65 536) from a cryptographic generator. On a device this is always
 * `crypto.getRandomValues`; tests pass a seeded one.
 */
export type RandomBytes = (length: number) => Uint8Array;

/**
 * Uniform integer in [0, bound), exactly: draws the smallest number of bits that covers `bound` and rejects what falls
 * outside, so no value is favoured (a modulo would favour small ones). Expected draws: below 2.
 *
 * @param bound 1 to 2^53 - 1
 * @throws {RangeError} when `bound` is no such integer
 */
export function uniformBelow(bound: number, random: RandomBytes): number {
  if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`bound: expected an integer from 1 to 2^53 - 1`);
  if (bound === 1) return 0;
  const bits = bitLength(bound - 1);
  const byteCount = Math.ceil(bits / 8);
  const excess = 2 ** (8 * byteCount - bits);
  for (;;) {
    const bytes = random(byteCount);
    // The leading byte loses its surplus bits first: all sums below stay exact integers under 2^53.
    let value = Math.floor((bytes[0] as number) / excess);
    for (let i = 1; i < byteCount; i++) value = value * 256 + (bytes[i] as number);
    if (value < bound) return value;
  }
}

function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

/**
 * `count` distinct integers of [0, bound), every subset with the same probability (Floyd's algorithm), in no meaningful order.
 *
 * @throws {RangeError} unless 0 <= count <= bound
 */
export function uniformSubset(bound: number, count: number, random: RandomBytes): Set<number> {
  if (!Number.isSafeInteger(count) || count < 0 || count > bound) throw new RangeError('count: expected 0 to bound');
  const chosen = new Set<number>();
  for (let limit = bound - count; limit < bound; limit++) {
    const value = uniformBelow(limit + 1, random);
    chosen.add(chosen.has(value) ? limit : value);
  }
  return chosen;
}

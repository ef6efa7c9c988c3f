/**
 * Source of privacy randomness: `length` bytes (at most 65 536) from a cryptographic generator, never handed out
 * before. The caller uses them before its next request and may overwrite them. On a device this is always
 * `crypto.getRandomValues`; tests pass a seeded one.
 */
export type RandomBytes = (length: number) => Uint8Array;

/** Draws a uniform integer in [0, bound), exactly, independent of all other draws. `bound`: 1 to 2^53 - 1. */
export type Draw = (bound: number) => number;

/**
 * Exact uniform integers from random bytes.
 *
 * **Law.** A draw takes the fewest whole bytes whose leading bits cover `bound` and reads those bits as a number; what
 * is not below `bound` is rejected and drawn anew. All accepted values have the same number of byte strings (tested
 * exhaustively), so given uniform bytes the draw is uniform; a modulo would favour small values. Fewer than two tries
 * are expected.
 *
 * @param fetchBytes bytes to ask of `random` at a time; the rest of a fetch is dropped with the returned function
 * @returns a draw that throws a RangeError unless `bound` is an integer from 1 to 2^53 - 1
 */
export function drawsFrom(random: RandomBytes, fetchBytes = 64): Draw {
  let fetched: Uint8Array = new Uint8Array(0);
  let position = 0;
  const nextByte = (): number => {
    if (position === fetched.length) {
      fetched = random(fetchBytes);
      if (fetched.length !== fetchBytes) throw new RangeError(`random: expected ${fetchBytes} bytes`);
      position = 0;
    }
    return fetched[position++] as number;
  };
  return (bound) => {
    if (!Number.isSafeInteger(bound) || bound < 1)
      throw new RangeError('bound: expected an integer from 1 to 2^53 - 1');
    if (bound === 1) return 0;
    const bits = bitLength(bound - 1);
    const byteCount = (bits + 7) >>> 3;
    // The leading byte loses its surplus bits first, so that every sum below is an exact integer under 2^53.
    const surplusBits = 8 * byteCount - bits;
    for (;;) {
      let value = nextByte() >>> surplusBits;
      for (let i = 1; i < byteCount; i++) value = value * 256 + nextByte();
      if (value < bound) return value;
    }
  };
}

function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

/**
 * One uniform integer in [0, bound), exactly (see `drawsFrom`).
 *
 * @param bound 1 to 2^53 - 1
 * @throws {RangeError} when `bound` is no such integer
 */
export function uniformBelow(bound: number, random: RandomBytes): number {
  const bytes = Number.isSafeInteger(bound) && bound > 1 ? Math.ceil(bitLength(bound - 1) / 8) : 1;
  return drawsFrom(random, bytes)(bound);
}

/**
 * A subset of [0, bound) with `count` members, every such subset with the same probability (Floyd's algorithm, Bentley
 * 1987).
 *
 * **Proof.** By induction, before the step of `limit` the set is a uniform subset of [0, limit) of its size s. A subset
 * of [0, limit] of size s + 1 arises without `limit` when its last new member was drawn, and with `limit` when that was
 * drawn or a member was hit; both have probability 1 / C(limit + 1, s + 1).
 *
 * @returns marks: byte i is 1 when i is a member. Marks have no order in which members came, so none can leak.
 * @throws {RangeError} unless 0 <= count <= bound
 */
export function markSubset(bound: number, count: number, draw: Draw): Uint8Array {
  if (!Number.isSafeInteger(count) || count < 0 || count > bound) throw new RangeError('count: expected 0 to bound');
  const marks = new Uint8Array(bound);
  for (let limit = bound - count; limit < bound; limit++) {
    const value = draw(limit + 1);
    marks[marks[value] === 1 ? limit : value] = 1;
  }
  return marks;
}

/** The members of such a subset, ascending. */
export function uniformSubset(bound: number, count: number, random: RandomBytes): number[] {
  const marks = markSubset(bound, count, drawsFrom(random));
  return Array.from(marks.keys()).filter((id) => marks[id] === 1);
}

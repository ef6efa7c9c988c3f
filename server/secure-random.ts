import { randomBytes } from 'node:crypto';
import { randomBlocks } from '../core/privacy/random-blocks.ts';
import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';

/**
 * Operating system randomness, fetched a block at a time: one call for a few bytes would cost more than what it serves.
 */
export const secureRandom = (): RandomBytes => randomBlocks((length) => randomBytes(length), 65_536);

/** Shuffles rows of `rowBytes` bytes in place: Fisher-Yates, every order with the same probability. */
export function shuffleRows(rows: Uint8Array, rowBytes: number, random: RandomBytes): void {
  const held = new Uint8Array(rowBytes);
  for (let last = rows.length / rowBytes - 1; last > 0; last--) {
    const other = uniformBelow(last + 1, random);
    held.set(rows.subarray(last * rowBytes, (last + 1) * rowBytes));
    rows.copyWithin(last * rowBytes, other * rowBytes, (other + 1) * rowBytes);
    rows.set(held, other * rowBytes);
  }
}

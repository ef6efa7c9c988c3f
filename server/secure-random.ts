import { randomBytes } from 'node:crypto';
import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';

/** Operating system randomness, fetched a block at a time: one call a few bytes long would cost more than the shuffle it serves. */
export function secureRandom(): RandomBytes {
  let block: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (used + length > block.length) {
      block = randomBytes(Math.max(length, 16_384));
      used = 0;
    }
    used += length;
    return block.subarray(used - length, used);
  };
}

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

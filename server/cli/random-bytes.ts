import type { RandomBytes } from '../../core/privacy/random-integers.ts';

/** `crypto.getRandomValues` in draws of 65 536 bytes, the most that one call gives. The slices are valid until the next call. */
export function bufferedRandomBytes(): RandomBytes {
  const buffer = new Uint8Array(65_536);
  let position = buffer.length;
  return (length) => {
    if (position + length > buffer.length) {
      crypto.getRandomValues(buffer);
      position = 0;
    }
    position += length;
    return buffer.subarray(position - length, position);
  };
}

import type { RandomBytes } from './random-integers.ts';

/**
 * Asks `raw` for whole blocks and hands them out in pieces, because a call to the system's generator costs far more
 * than the few bytes that one integer needs. No byte is handed out twice: a piece is a copy, and what was copied is
 * overwritten in the block at once.
 *
 * @param raw the system's cryptographic generator
 * @param blockBytes size of a block, at most 65 536; larger requests go straight to `raw`
 */
export function randomBlocks(raw: RandomBytes, blockBytes = 4096): RandomBytes {
  let block: Uint8Array = new Uint8Array(0);
  let position = 0;
  return (length) => {
    if (length > blockBytes) return raw(length);
    if (position + length > block.length) {
      // The rest of the old block is dropped. A piece made of two blocks would be harder to reason about.
      const source = raw(blockBytes);
      // The same memory, seen as a plain Uint8Array: the slices of a Node Buffer are views, and overwriting would reach
      // them.
      block = new Uint8Array(source.buffer, source.byteOffset, source.length);
      position = 0;
    }
    const piece = block.slice(position, position + length);
    block.fill(0, position, position + length);
    position += length;
    return piece;
  };
}

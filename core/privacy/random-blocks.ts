import type { RandomBytes } from './random-integers.ts';

/**
 * Asks `raw` for whole blocks and hands them out in pieces, because a call to the system's generator costs far more than the few bytes
 * that one integer needs. No byte is handed out twice: a piece is a copy, and what was copied is overwritten in the block at once.
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
      // What is left of the old block is dropped unused: simpler to reason about than a piece from two blocks.
      block = raw(blockBytes);
      position = 0;
    }
    // `new Uint8Array` copies; the slice of a Node Buffer would be a view, and the overwriting would reach what was handed out.
    const piece = new Uint8Array(block.subarray(position, position + length));
    block.fill(0, position, position + length);
    position += length;
    return piece;
  };
}

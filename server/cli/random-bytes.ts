import { randomBlocks } from '../../core/privacy/random-blocks.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';

/** Cryptographic bytes for many votes in a row, fetched in the largest blocks that one call gives. */
export const bufferedRandomBytes = (): RandomBytes =>
  randomBlocks((length) => crypto.getRandomValues(new Uint8Array(length)), 65_536);

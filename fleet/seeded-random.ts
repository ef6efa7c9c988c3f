import type { RandomBytes } from '../core/privacy/random-integers.ts';

/** 32-bit words of xoshiro128** (Blackman & Vigna 2018), its state filled from `seed` by splitmix32. */
function xoshiro128(seed: number): () => number {
  let mix = seed | 0;
  const next = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [next(), next(), next(), next()];
  return () => {
    const product = Math.imul(b, 5);
    const word = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return word >>> 0;
  };
}

/**
 * A reproducible `RandomBytes`: the same `seed` (any 32-bit integer) gives the same bytes. It is predictable, so
 * nothing that protects a volunteer may use it: only tests and made-up worlds do.
 */
export function seededRandom(seed: number): RandomBytes {
  const word = xoshiro128(seed);
  let held = 0;
  let heldBytes = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      if (heldBytes === 0) {
        held = word();
        heldBytes = 4;
      }
      bytes[i] = held & 0xff;
      held >>>= 8;
      heldBytes--;
    }
    return bytes;
  };
}

/** A reproducible uniform number in [0, 1) with 53 random bits, for simulations in tests. */
export function seededUniform(seed: number): () => number {
  const word = xoshiro128(seed);
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

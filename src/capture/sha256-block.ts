/** The first primes, from whose roots SHA-256 takes its constants (FIPS 180-4). */
const primes = Array.from({ length: 312 }, (_, i) => i).filter((n) => {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n > 1;
});

/** A double holds the 32 bits after the point of these roots exactly enough. */
const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0;

const roundConstants = primes.map((prime) => fraction(Math.cbrt(prime)));
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * The first byte of the SHA-256 of at most 55 bytes. Web Crypto answers only later, and a draft must be judged before
 * anything is kept of it.
 */
export function firstByteOfSha256(bytes: Uint8Array): number {
  const block = new DataView(new ArrayBuffer(64));
  bytes.forEach((byte, i) => {
    block.setUint8(i, byte);
  });
  block.setUint8(bytes.length, 0x80);
  block.setUint32(60, bytes.length * 8);
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(i * 4);
  const at = (i: number): number => w[i] ?? 0;
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = initial;
  for (let i = 0; i < 64; i++) {
    if (i >= 16) {
      const low = rotated(at(i - 15), 7) ^ rotated(at(i - 15), 18) ^ (at(i - 15) >>> 3);
      const high = rotated(at(i - 2), 17) ^ rotated(at(i - 2), 19) ^ (at(i - 2) >>> 10);
      w[i] = at(i - 16) + low + at(i - 7) + high;
    }
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + (roundConstants[i] ?? 0) + at(i)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return ((a + (initial[0] ?? 0)) >>> 24) & 0xff;
}

import { expect, test } from 'vitest';
import { randomBlocks } from '../../../../core/privacy/random-blocks.ts';
import { drawsFrom, type RandomBytes, uniformBelow, uniformSubset } from '../../../../core/privacy/random-integers.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';

const rejected = new Error('rejected');

/** Runs `integer` on every byte string of its length; counts the accepted results. A second request means rejection. */
function countsOverAllBytes(bound: number, integer: (bound: number, random: RandomBytes) => number): number[] {
  const counts: number[] = new Array(bound).fill(0);
  const strings = bound > 256 ? 65_536 : 256;
  for (let string = 0; string < strings; string++) {
    let asked = 0;
    const random: RandomBytes = (length) => {
      asked += length;
      if (asked > (bound > 256 ? 2 : 1)) throw rejected;
      return Uint8Array.of(...(length === 2 ? [string >>> 8, string & 255] : [string]));
    };
    try {
      const value = integer(bound, random);
      counts[value] = (counts[value] ?? 0) + 1;
    } catch (error) {
      if (error !== rejected) throw error;
    }
  }
  return counts;
}
const isUniform = (counts: number[]): boolean => counts.every((count) => count > 0 && count === counts[0]);

test('every value has the same number of byte strings: all bounds of one byte, many of two', () => {
  for (let bound = 2; bound <= 256; bound++) expect(isUniform(countsOverAllBytes(bound, uniformBelow))).toBe(true);
  for (const bound of [257, 999, 1000, 4096, 9999, 10_000, 65_535, 65_536]) {
    expect(isUniform(countsOverAllBytes(bound, uniformBelow))).toBe(true);
  }
});

test('the same check catches a modulo', () => {
  const modulo = (bound: number, random: RandomBytes): number => (random(1)[0] as number) % bound;
  expect(isUniform(countsOverAllBytes(100, modulo))).toBe(false);
  expect(isUniform(countsOverAllBytes(128, modulo))).toBe(true);
});

test('wide integers take their bits in order, up to 53 of them', () => {
  const bytes = (...values: number[]): RandomBytes => {
    let position = 0;
    return (length) => {
      position += length;
      return Uint8Array.from(values.slice(position - length, position));
    };
  };
  expect(uniformBelow(2 ** 53 - 1, bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe))).toBe(2 ** 53 - 2);
  // All ones is 2^53 - 1, which is not below the bound; the next seven bytes are.
  expect(uniformBelow(2 ** 53 - 1, bytes(...new Array(7).fill(0xff), 0, 0, 0, 0, 0, 1, 2))).toBe(258);
  expect(uniformBelow(2 ** 31 + 1, bytes(0x80, 0, 0, 0))).toBe(2 ** 30 * 2);
  expect(uniformBelow(2 ** 33, bytes(0x80, 0, 0, 0, 1))).toBe(2 ** 32 + 1);
});

test.each([0, -1, 1.5, 2 ** 53, Number.NaN])('refuses the bound %s', (bound) => {
  expect(() => uniformBelow(bound, seededRandom(1))).toThrow('bound');
});

test('refuses a source that gives fewer bytes than asked for', () => {
  expect(() => drawsFrom(() => new Uint8Array(3))(10)).toThrow('random');
});

test('subsets have distinct members of the range, ascending, from none to all', () => {
  const random = seededRandom(2);
  expect(uniformSubset(5, 0, random)).toEqual([]);
  expect(uniformSubset(5, 5, random)).toEqual([0, 1, 2, 3, 4]);
  for (const count of [6, -1, 2.5, Number.NaN]) {
    expect(() => uniformSubset(5, count, random)).toThrow('count: expected 0 to bound');
  }
  const subset = uniformSubset(1000, 300, random);
  expect(new Set(subset).size).toBe(300);
  expect(subset.every((id, i) => id > (subset[i - 1] ?? -1) && id < 1000)).toBe(true);
});

test('blocks hand out every byte of the source at most once, in order, and forget it', () => {
  const blocks: { copy: Uint8Array; block: Uint8Array }[] = [];
  const source = seededRandom(3);
  const random = randomBlocks((length) => {
    const block = source(length);
    blocks.push({ copy: block.slice(), block });
    return block;
  }, 64);
  const pieces = [10, 20, 30, 10, 64, 100, 1, 63].map((length) => Array.from(random(length)));
  const [first, second, third, large, fourth] = blocks.map(({ copy }) => Array.from(copy));
  expect(pieces).toEqual([
    first?.slice(0, 10),
    first?.slice(10, 30),
    first?.slice(30, 60),
    second?.slice(0, 10),
    third,
    large,
    fourth?.slice(0, 1),
    fourth?.slice(1),
  ]);
  expect(large).toHaveLength(100);
  expect(Array.from(blocks[0]?.block ?? [])).toEqual([...new Array(60).fill(0), ...(first?.slice(60) ?? [])]);
  expect(blocks[4]?.block.every((byte) => byte === 0)).toBe(true);
});

import { expect, test } from 'vitest';
import { randomBlocks } from '../../../../core/privacy/random-blocks.ts';

/** Hands out 1, 2, 3, … so that every byte shows where it came from. */
function counting(make: (bytes: number[]) => Uint8Array) {
  let next = 0;
  return (length: number) => make(Array.from({ length }, () => ++next % 256));
}

test.each([
  ['Uint8Array', (bytes: number[]) => Uint8Array.from(bytes)],
  ['Node Buffer, whose slices are views', (bytes: number[]) => Buffer.from(bytes)],
])('hands out each byte of its source once and keeps what it handed out (%s)', (_name, make) => {
  const random = randomBlocks(counting(make), 8);
  const pieces = [random(3), random(3), random(3), random(20), random(5)];
  expect(pieces.map((piece) => [...piece])).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    // 7 and 8 are dropped: no piece is put together from two blocks.
    [9, 10, 11],
    Array.from({ length: 20 }, (_, i) => 17 + i),
    [12, 13, 14, 15, 16],
  ]);
});

test('changing a piece changes no later one', () => {
  const random = randomBlocks(
    counting((bytes) => Buffer.from(bytes)),
    8,
  );
  random(4).fill(0);
  expect([...random(4)]).toEqual([5, 6, 7, 8]);
});

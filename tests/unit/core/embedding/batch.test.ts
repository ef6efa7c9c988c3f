import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEmbeddings, encodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { cosine, nearest } from '../../../../core/embedding/nearest.ts';

const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });

test('a component comes back within half a step of its row', () => {
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 5 }), (vectors) => {
      const batch = decodeEmbeddings(encodeEmbeddings(vectors));
      expect([batch.rows, batch.dimensions]).toEqual([vectors.length, 8]);
      vectors.forEach((row, i) => {
        row.forEach((component, j) => {
          const scale = batch.scales[i] as number;
          const restored = scale * (batch.values[8 * i + j] as number);
          expect(Math.abs(restored - component)).toBeLessThanOrEqual(scale * 0.5001 + 1e-40);
        });
      });
    }),
  );
});

test('refuses bytes that are not exactly one batch', () => {
  const bytes = encodeEmbeddings([
    [1, 0],
    [0, 1],
  ]);
  for (const bad of [bytes.slice(0, -1), new Uint8Array([...bytes, 0]), bytes.slice(1), new Uint8Array()]) {
    expect(() => decodeEmbeddings(bad)).toThrow(RangeError);
  }
  const badScale = bytes.slice();
  new DataView(badScale.buffer).setFloat32(12, Number.NaN, true);
  expect(() => decodeEmbeddings(badScale)).toThrow(/scale/);
});

test('refuses vectors that cannot be written', () => {
  expect(() => encodeEmbeddings([])).toThrow(RangeError);
  expect(() => encodeEmbeddings([[1, 2], [1]])).toThrow(/row 1/);
  expect(() => encodeEmbeddings([[1, Number.NaN]])).toThrow(/row 0/);
});

test('nearest takes the largest cosine, the lowest row on ties, and knows no length', () => {
  const batch = decodeEmbeddings(
    encodeEmbeddings([
      [0, 1],
      [1, 0],
      [5, 0],
      [0, 0],
    ]),
  );
  expect(nearest([3, 0], batch)).toEqual({ row: 1, similarity: expect.closeTo(1, 12) });
  expect(cosine([1, 1], batch, 0)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(cosine([1, 1], batch, 3)).toBe(0);
  expect(() => cosine([1, 1, 1], batch, 0)).toThrow(RangeError);
});

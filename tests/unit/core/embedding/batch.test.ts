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
    expect(() => decodeEmbeddings(bad)).toThrow(/^embeddings: /);
  }
});

test('refuses bytes of another format that happen to have the right length', () => {
  const bytes = encodeEmbeddings([[1, 0]]);
  bytes.set([0x45], 3);
  expect(() => decodeEmbeddings(bytes)).toThrow('unknown format');
});

test.each([
  ['no rows', 0, 1, 12],
  ['no dimensions', 1, 0, 16],
])('refuses a header with %s, also where the length fits it', (_what, rows, dimensions, length) => {
  const bytes = new Uint8Array(length);
  bytes.set(encodeEmbeddings([[1]]).slice(0, length));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, rows, true);
  view.setUint32(8, dimensions, true);
  expect(() => decodeEmbeddings(bytes)).toThrow('does not fit the header');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses the scale %s of any row', (scale) => {
  const bytes = encodeEmbeddings([
    [1, 0],
    [0, 1],
  ]);
  new DataView(bytes.buffer).setFloat32(16, scale, true);
  expect(() => decodeEmbeddings(bytes)).toThrow(/scale/);
});

test('a row too short for any scale is a row of zeros, which is near nothing', () => {
  const batch = decodeEmbeddings(encodeEmbeddings([[1e-50, 0]]));
  expect([...batch.values]).toEqual([0, 0]);
  expect(cosine([1, 0], batch, 0)).toBe(0);
});

test('refuses vectors that cannot be written', () => {
  expect(() => encodeEmbeddings([])).toThrow(RangeError);
  expect(() => encodeEmbeddings([[1, 2], [1]])).toThrow('expected 2 components in row 1');
  expect(() => encodeEmbeddings([[1], [1, 2]])).toThrow('expected 1 components in row 1');
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

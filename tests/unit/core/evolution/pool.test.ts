import { expect, test } from 'vitest';
import { pickRows, poolOf, rowsOf } from '../../../../core/evolution/pool.ts';
import { multiplyInPieces, multiplyRows } from '../../../../core/evolution/products.ts';
import { seededUniform } from '../../../../fleet/seeded-random.ts';

test('rows of any length become rows of length 1', () => {
  const pool = poolOf([
    [3, 4],
    [0, -2],
    [1e-20, 0],
  ]);
  expect(rowsOf(pool)).toBe(3);
  expect([...pool.embeddings].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0, -1, 1, 0]);
  expect([...pickRows(pool, [1, 1]).embeddings]).toEqual([0, -1, 0, -1]);
});

test.each([
  ['no vectors', [], 'pool: expected at least one non-empty vector'],
  ['empty vectors', [[]], 'pool: expected at least one non-empty vector'],
  ['another length', [[1, 0], [1]], 'pool: expected 2 components in row 1, got 1'],
  [
    'no direction',
    [
      [1, 0],
      [0, 0],
    ],
    'pool: expected finite components, not all zero, in row 1',
  ],
  ['what is no number', [[Number.NaN, 0]], 'pool: expected finite components, not all zero, in row 0'],
])('%s: refused by name', (_what, vectors, message) => {
  expect(() => poolOf(vectors)).toThrow(message);
});

test.each([
  [1, 1, 1],
  [2, 4, 3],
  [5, 7, 4],
  [3, 2, 16],
])('products of %i and %i rows of %i components are those of the definition', (left, right, dimensions) => {
  const uniform = seededUniform(left + right);
  const [a, b] = [left, right].map((rows) => Float32Array.from({ length: rows * dimensions }, uniform)) as [
    Float32Array,
    Float32Array,
  ];
  const products = multiplyRows(a, b, dimensions);
  expect(products).toHaveLength(left * right);
  for (let i = 0; i < left; i++) {
    for (let j = 0; j < right; j++) {
      let sum = 0;
      for (let c = 0; c < dimensions; c++) sum += (a[i * dimensions + c] ?? 0) * (b[j * dimensions + c] ?? 0);
      expect(products[i * right + j]).toBeCloseTo(sum, 5);
    }
  }
});

test('long work comes in pieces that cover every row once, and can be stopped between two of them', async () => {
  const rows = (count: number) => ({ embeddings: new Float32Array(count * 100).fill(1), dimensions: 100 });
  const [left, right] = [rows(2001), rows(1000)];
  const seen: number[] = [];
  const pieces: number[] = [];
  await multiplyInPieces(left, right, { onPiece: (size) => void pieces.push(size) }, (firstRow, products) => {
    for (let i = 0; i < products.length / 1000; i++) seen.push(firstRow + i);
  });
  expect(seen).toEqual(Array.from({ length: 2001 }, (_, row) => row));
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.reduce((sum, size) => sum + size)).toBe(2001 * 1000 * 100);

  const stop = new AbortController();
  const rowsDone: number[] = [];
  const stopped = multiplyInPieces(
    left,
    right,
    {
      onPiece: async () => {
        stop.abort(new Error('stopped'));
        stop.signal.throwIfAborted();
      },
    },
    (firstRow) => void rowsDone.push(firstRow),
  );
  await expect(stopped).rejects.toThrow('stopped');
  expect(rowsDone).toEqual([0]);
});

test('another product can be passed in', async () => {
  const pool = poolOf([[1, 0]]);
  const got: number[] = [];
  const multiply = async () => Float32Array.of(0.5);
  await multiplyInPieces(pool, pool, { multiply }, (_row, products) => void got.push(...products));
  expect(got).toEqual([0.5]);
  await expect(multiplyInPieces(pool, poolOf([[1]]), {}, () => undefined)).rejects.toThrow(
    'embeddings: expected 2 components a row, got 1',
  );
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clopperPearson, logMass, lowerTail, upperTail } from '../../../core/binomial.ts';

interface Table {
  columns: string[];
  rows: number[][];
}
/** Made once by binomial.py beside it, from sums of 80 digits. */
const vectors: { tails: Table; limits: Table } = JSON.parse(
  readFileSync(new URL('binomial.json', import.meta.url), 'utf8'),
);
const relativeError = (value: number, expected: number): number =>
  value === expected ? 0 : Math.abs(value / expected - 1);
/** NaN when any value is. */
const largest = (values: number[]): number => Math.max(...values);

test('tails agree with exact sums to 1e-9 relative, far tails included', () => {
  const errors = vectors.tails.rows.map(([n = 0, p = 0, count = 0, _mass = 0, lower = 0, upper = 0]) =>
    largest([
      relativeError(lowerTail(count, n, p), lower),
      relativeError(upperTail(count, n, p), upper),
    ]),
  );
  expect(errors.length).toBeGreaterThan(800);
  expect(vectors.tails.rows.filter((row) => Math.min(row[4] ?? 1, row[5] ?? 1) < 1e-12).length).toBeGreaterThan(200);
  expect(largest(errors)).toBeLessThan(1e-9);
});

test.each([
  ['up to a thousand trials', 1, 1000, 1e-12],
  ['up to a million trials', 1000, 1_000_000, 1e-11],
])('the mass of %s loses no digits to cancellation', (_what, from, to, tolerance) => {
  const rows = vectors.tails.rows.filter(([n = 0]) => n >= from && n <= to);
  const errors = rows.map(([n = 0, p = 0, count = 0, mass = 0]) => Math.abs(Math.expm1(logMass(count, n, p) - mass)));
  expect(errors.length).toBeGreaterThan(300);
  expect(largest(errors)).toBeLessThan(tolerance);
});

test('exact limits agree with roots of exact sums to 1e-9 relative', () => {
  const errors = vectors.limits.rows.map(([n = 0, count = 0, level = 0, low = 0, high = 0]) => {
    const limits = clopperPearson(count, n, level);
    return largest([relativeError(limits.low, low), relativeError(limits.high, high)]);
  });
  expect(errors.length).toBeGreaterThan(150);
  expect(largest(errors)).toBeLessThan(1e-9);
});

test('impossible and certain counts', () => {
  expect([lowerTail(-1, 5, 0.3), upperTail(0, 5, 0.3), upperTail(6, 5, 0.3), lowerTail(5, 5, 0.3)]).toEqual([0, 1, 0, 1]);
  expect([upperTail(1, 5, 0), lowerTail(0, 5, 0), upperTail(5, 5, 1), lowerTail(4, 5, 1)]).toEqual([0, 1, 1, 0]);
  expect([lowerTail(-2, 5, 0.3), upperTail(-1, 5, 0.3), upperTail(7, 5, 0.3), lowerTail(6, 5, 0.3)]).toEqual([0, 1, 0, 1]);
  expect([logMass(6, 5, 0.3), logMass(-1, 5, 0.3)]).toEqual(Array(2).fill(Number.NEGATIVE_INFINITY));
  expect([Math.exp(logMass(0, 0, 0.3)), Math.exp(logMass(0, 0, 1))]).toEqual([1, 1]);
  expect(clopperPearson(0, 10, 0.05).low).toBe(0);
  expect(clopperPearson(10, 10, 0.05).high).toBe(1);
});

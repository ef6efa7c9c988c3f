import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixedDataVariance, poisoningLeverage } from '../../../../core/estimation/shares.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

interface Vector {
  epsilon: number;
  domainSize: number;
  subsetSize: number;
  p: number;
  q: number;
  nVarAtZero: number;
  nVarAtOne: number;
}
const vectors: Vector[] = JSON.parse(readFileSync(new URL('subset-selection.json', import.meta.url), 'utf8'));

/** The vectors hold for the ideal E = e^epsilon; the shipped mechanism rounds it down to W / M. */
const ideal = ({ domainSize, subsetSize, epsilon }: Vector) =>
  supportProbabilities({ domainSize, subsetSize, weightTrue: Math.exp(epsilon), weightOther: 1 });

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

test('subset size, probabilities and variances agree with the vectors to 1e-9', () => {
  expect(vectors).toHaveLength(24);
  for (const vector of vectors) {
    expect(subsetSelection(vector.domainSize, vector.epsilon).subsetSize).toBe(vector.subsetSize);
    const support = ideal(vector);
    expect(relative(support.p, vector.p)).toBeLessThan(1e-9);
    expect(relative(support.q, vector.q)).toBeLessThan(1e-9);
    expect(relative(fixedDataVariance(0, support), vector.nVarAtZero)).toBeLessThan(1e-9);
    expect(relative(fixedDataVariance(1, support), vector.nVarAtOne)).toBeLessThan(1e-9);
  }
});

test('the shipped weights are within 1e-5 of the vectors', () => {
  for (const vector of vectors) {
    const support = supportProbabilities(subsetSelection(vector.domainSize, vector.epsilon));
    expect(relative(support.p, vector.p)).toBeLessThan(1e-5);
    expect(relative(support.q, vector.q)).toBeLessThan(1e-5);
    expect(relative(fixedDataVariance(0, support), vector.nVarAtZero)).toBeLessThan(1e-5);
  }
});

test('poisoning leverage of docs/mathematics.md', () => {
  const leverage = (k: number, epsilon: number) => poisoningLeverage(supportProbabilities(subsetSelection(k, epsilon)));
  expect([1, 2, 4].map((epsilon) => Number(leverage(21, epsilon).toFixed(1)))).toEqual([2.9, 2, 1.4]);
  expect([1, 2, 4].map((epsilon) => Number(leverage(101, epsilon).toFixed(1)))).toEqual([3.2, 2.3, 1.9]);
  expect([21, 101].map((k) => Number(leverage(k, 8).toFixed(2)))).toEqual([1.01, 1.03]);
});

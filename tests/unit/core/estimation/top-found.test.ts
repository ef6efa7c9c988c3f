import { expect, test } from 'vitest';
import { logMass } from '../../../../core/binomial.ts';
import { topFoundProbabilities } from '../../../../core/estimation/top-found.ts';

/** Masses of 0 to 400 of a Poisson count, which is what a count is when a vote holds one id. */
function poisson(mean: number): number[] {
  const masses = [Math.exp(-mean)];
  for (let count = 1; count <= 400; count++) masses.push((masses[count - 1] as number) * (mean / count));
  return masses;
}
/** Masses of a binomial count with this mean and the variance mean (1 - thinned). */
function thinnedCount(mean: number, thinned: number): number[] {
  const trials = Math.round(mean / thinned);
  return Array.from({ length: 401 }, (_, count) => Math.exp(logMass(count, trials, mean / trials)));
}
const above = (masses: readonly number[], count: number): number =>
  masses.slice(count + 1).reduce((sum, mass) => sum + mass, 0);

/** P(every one of `first` is larger than every one of `rest`), by the definition. */
function allLarger(first: readonly number[][], rest: readonly number[][]): number {
  const upTo = (count: number) => rest.reduce((product, masses) => product * (1 - above(masses, count)), 1);
  let sum = 0;
  for (let largest = 0; largest <= 400; largest++) {
    const isLargest = upTo(largest) - (largest === 0 ? 0 : upTo(largest - 1));
    sum += first.reduce((product, masses) => product * above(masses, largest), isLargest);
  }
  return sum;
}

const shares = [0.4, 0.3, 0.2, 0.05];
const reports = 60;
const p = 0.6;
const q = 0.1;
const means = shares.map((share) => reports * (q + share * (p - q)));

test.each([1, 2, 3])('votes of one id: the top %i are found as often as exact sums over Poisson counts say', (top) => {
  const counts = means.map(poisson);
  const support = { p, q, subsetSize: 1, domainSize: 5 };
  const [found] = topFoundProbabilities(shares, [top], support, reports);
  expect(found).toBeCloseTo(allLarger(counts.slice(0, top), counts.slice(top)), 7);
});

test.each([
  [2, 5],
  [3, 5],
  [2, 11],
])(
  'votes of %i among %i ids: the counts spread less, as exact sums over binomial counts say',
  (subsetSize, domainSize) => {
    const counts = means.map((mean) => thinnedCount(mean, (subsetSize - 1) / (domainSize - 1)));
    const found = topFoundProbabilities(shares, [1, 2, 3], { p, q, subsetSize, domainSize }, reports);
    for (const [i, probability] of found.entries()) {
      expect(probability).toBeCloseTo(allLarger(counts.slice(0, i + 1), counts.slice(i + 1)), 9);
    }
  },
);

test('as many as there are, or more, are always found', () => {
  const support = { p, q, subsetSize: 1, domainSize: 5 };
  expect(topFoundProbabilities(shares, [4, 5], support, reports)).toEqual([1, 1]);
});

test('counts that lie far apart are told apart for certain, in either order', () => {
  const support = { p, q, subsetSize: 1, domainSize: 3 };
  const [found] = topFoundProbabilities([0.9, 0.05], [1], support, 10_000);
  expect(found).toBeCloseTo(1, 12);
  expect(topFoundProbabilities([0.05, 0.9], [1], support, 10_000)).toEqual([0]);
});

test('where nobody is asked nothing is found: every count is 0, and a tie is not found', () => {
  const support = { p: 1, q: 0, subsetSize: 1, domainSize: 3 };
  expect(topFoundProbabilities([1, 0], [1], support, 1e-9)[0]).toBeCloseTo(0, 6);
});

test('counts of a few votes are never negative and never more than the votes', () => {
  const counts = [1.2, 0.4].map((mean) => thinnedCount(mean, 1 / 10));
  const support = { p: 0.4, q: 0.1, subsetSize: 2, domainSize: 11 };
  const [found] = topFoundProbabilities([1, 1 / 9], [1], support, 3);
  expect(found).toBeCloseTo(allLarger(counts.slice(0, 1), counts.slice(1)), 9);
});

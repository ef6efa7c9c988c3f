import { expect, test } from 'vitest';
import type { Sampler } from '../../../audit/counted-votes.ts';
import { auditSampler } from '../../../audit/sampler-audit.ts';
import { uniformBelow, uniformSubset } from '../../../core/privacy/random-integers.ts';
import { randomise, subsetSelection } from '../../../core/privacy/subset-selection.ts';
import { seededRandom } from '../../../fleet/seeded-random.ts';

/** The published defects (see the comments) and some near misses, each a sampler that looks right at a glance. */
const includes = (m: Parameters<Sampler>[1], random: Parameters<Sampler>[2]): boolean =>
  uniformBelow(m.subsetSize * m.weightTrue + (m.domainSize - m.subsetSize) * m.weightOther, random) <
  m.subsetSize * m.weightTrue;
const others = (x: number, count: number, m: Parameters<Sampler>[1], random: Parameters<Sampler>[2]): number[] =>
  uniformSubset(m.domainSize - 1, count, random).map((id) => (id < x ? id : id + 1));
const ascending = (ids: number[]): number[] => ids.sort((a, b) => a - b);

/** Without the true answer, d values are drawn from all k: the true answer comes back. */
const redrawn: Sampler = (x, m, random) =>
  includes(m, random)
    ? ascending([x, ...others(x, m.subsetSize - 1, m, random)])
    : ascending([...uniformSubset(m.domainSize, m.subsetSize, random)]);

/** The ids leave in the order in which they were drawn: the true answer first. */
const trueAnswerFirst: Sampler = (x, m, random) =>
  includes(m, random) ? [x, ...others(x, m.subsetSize - 1, m, random)] : others(x, m.subsetSize, m, random);

/** A generator that is not cryptographic, and that nobody passed in. Linear congruential, as many a Math.random was. */
let state = 1;
const notCryptographic: Sampler = (x, m) =>
  randomise(x, m, (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );

/** Half of the randomness is right, the rest comes from somewhere else. */
const secondSource: Sampler = (x, m, random) =>
  includes(m, random) ? ascending([x, ...others(x, m.subsetSize - 1, m, seeded)]) : others(x, m.subsetSize, m, seeded);
const seeded = seededRandom(9);

/** One vote in twenty is the truth. */
const leaking: Sampler = (x, m, random) => (uniformBelow(20, random) === 0 ? [x] : randomise(x, m, random));

/** A subset that cannot hold the last value. */
const offByOne: Sampler = (x, m, random) =>
  randomise(Math.min(x, m.domainSize - 2), { ...m, domainSize: m.domainSize - 1 }, random);

test.each([
  [2, 1],
  [4, 0.5],
  [21, 4],
  [100, 1],
])('a right sampler passes: k = %i, epsilon %f', (k, epsilon) => {
  const result = auditSampler(randomise, subsetSelection(k, epsilon), 30_000, seededRandom(k));
  expect(result.violations).toEqual([]);
  expect(result.proven.epsilon).toBeGreaterThan(0.75 * epsilon);
  expect(result.proven.epsilon).toBeLessThanOrEqual(epsilon);
});

test('published defect: the true answer is redrawn where it was left out', () => {
  const result = auditSampler(redrawn, subsetSelection(100, 1), 100_000, seededRandom(1));
  expect(result.violations).toContainEqual(expect.stringMatching(/^the law is violated/));
  // The defect spends 1.55 instead of 1, and the audit proves most of it.
  expect(result.violations).toContainEqual(expect.stringMatching(/^epsilon is at least 1\.[345]\d*, more than 1\.000/));
});

test('published defect: the true answer leaves first', () => {
  const { violations, proven } = auditSampler(trueAnswerFirst, subsetSelection(100, 1), 30_000, seededRandom(2));
  expect(violations).toContainEqual(expect.stringMatching(/not d distinct ids of the domain in ascending order/));
  expect(violations).toContainEqual(expect.stringMatching(/^epsilon is at least .* starts with x/));
  expect(proven.epsilon).toBeGreaterThan(2.5);
});

test('published defect: a generator that is not cryptographic', () => {
  const { violations } = auditSampler(notCryptographic, subsetSelection(21, 4), 1000, seededRandom(3));
  expect(violations).toContain('the sampler draws nothing from the randomness that it is given');
});

test('a second source of randomness', () => {
  const { violations } = auditSampler(secondSource, subsetSelection(100, 1), 1000, seededRandom(4));
  expect(violations).toContainEqual(expect.stringMatching(/second source of randomness/));
});

test('one vote in twenty tells the truth', () => {
  const { violations } = auditSampler(leaking, subsetSelection(10, 2), 30_000, seededRandom(5));
  expect(violations).toContainEqual(expect.stringMatching(/^the law is violated/));
});

test('the last value never comes', () => {
  const { violations } = auditSampler(offByOne, subsetSelection(21, 4), 10_000, seededRandom(6));
  expect(violations).toContainEqual(expect.stringMatching(/^the law is violated/));
});

test('weights that spend more than they say', () => {
  const generous: Sampler = (x, m, random) => randomise(x, { ...m, weightTrue: 2 * m.weightTrue }, random);
  const { violations } = auditSampler(generous, subsetSelection(4, 0.5), 10_000, seededRandom(7));
  expect(violations).toContainEqual(expect.stringMatching(/^epsilon is at least/));
});

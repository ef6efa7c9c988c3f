import { expect, test } from 'vitest';
import { fitDensity } from '../../../../core/evolution/density.ts';
import type { RoundEvidence } from '../../../../core/evolution/evidence.ts';
import { groupPool } from '../../../../core/evolution/groups.ts';
import { hasSettled, movement } from '../../../../core/evolution/movement.ts';
import { type Pool, pickRows } from '../../../../core/evolution/pool.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { clusteredPool } from './made-up-pool.ts';

const pool = clusteredPool();
/** One text of each topic. */
const candidates = Array.from({ length: 8 }, (_, topic) => 20 * topic);
const reports = 10_000;

/** The counts that shares give in expectation, "none" last. */
function round(shares: readonly number[], change: Partial<RoundEvidence> = {}): RoundEvidence {
  const support = supportProbabilities(subsetSelection(9, 4));
  const counts = shares.map((share) => Math.round(reports * (support.q + share * (support.p - support.q))));
  return { candidates: pickRows(pool, candidates).embeddings, counts, reports, support, minSimilarity: 0.3, ...change };
}
const fitted = async (rounds: readonly RoundEvidence[], of: Pool = pool) => {
  const groups = await groupPool(of, { random: seededRandom(1) });
  return fitDensity(of, groups, rounds, {});
};
const topicShares = (weights: Float64Array): number[] =>
  candidates.map((first) => weights.subarray(first, first + 20).reduce((sum, weight) => sum + weight, 0));

test('groups: every text is in one group of each level, and sizes say how many are', async () => {
  const levels = await groupPool(pool, { random: seededRandom(1) });
  expect(levels.map(({ sizes }) => sizes.length)).toEqual([1, 16, 40, 40]);
  for (const { groupOf, sizes } of levels) {
    const counted = new Int32Array(sizes.length);
    for (const group of groupOf) counted[group] = (counted[group] ?? 0) + 1;
    expect(counted).toEqual(sizes);
  }
});

test('a pool of three texts is one group at every level', async () => {
  const levels = await groupPool(pickRows(pool, [0, 1, 2]), { random: seededRandom(1) });
  expect(levels.map(({ groupOf }) => [...groupOf])).toEqual(Array(4).fill([0, 0, 0]));
});

test('the density follows the votes', async () => {
  const shares = [0.5, 0.2, 0.1, 0.1, 0.05, 0, 0, 0];
  const { weights, elsewhere } = await fitted([round([...shares, 0.05])]);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  topicShares(weights).forEach((share, topic) => {
    expect(share).toBeCloseTo((shares[topic] as number) / 0.95, 1);
  });
  expect(elsewhere).toBeGreaterThan(0.02);
  expect(elsewhere).toBeLessThan(0.08);
});

test('the order of rounds does not matter, and a second look at the same density hardly moves it', async () => {
  const [first, second] = [round([0.4, 0.3, 0.2, 0.1, 0, 0, 0, 0, 0]), round([0.41, 0.3, 0.19, 0.1, 0, 0, 0, 0, 0])];
  const [one, both, swapped] = [await fitted([first]), await fitted([first, second]), await fitted([second, first])];
  expect(movement(both.weights, swapped.weights)).toBeLessThan(1e-9);
  expect(movement(one.weights, both.weights)).toBeLessThan(0.05);
  const other = await fitted([round([0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0])]);
  expect(movement(one.weights, other.weights)).toBeGreaterThan(0.8);
});

test('counts without any surplus say nothing: the density stays where it was', async () => {
  const { weights, fit: ended } = await fitted([round(Array(9).fill(1 / 9))]);
  expect(ended.misfit).toBeLessThanOrEqual(ended.cells);
  expect(ended.iterations).toBe(49);
  for (const share of topicShares(weights)) expect(share).toBeCloseTo(1 / 8, 1);
});

test('everybody at "none" leaves a density that is still one', async () => {
  const { weights, elsewhere } = await fitted([round([0, 0, 0, 0, 0, 0, 0, 0, 1])]);
  expect(elsewhere).toBeGreaterThan(0.95);
  expect(weights.every((weight) => Number.isFinite(weight) && weight >= 0)).toBe(true);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
});

test('impossible counts cannot break it: nothing is learned from them', async () => {
  const exact = { support: { p: 1, q: 0 }, counts: Array(9).fill(0) };
  const { weights } = await fitted([round([], exact)]);
  for (const share of topicShares(weights)) expect(share).toBeCloseTo(1 / 8, 1);
});

test('the length of a candidate has no effect: int8 batches are not exactly of length 1', async () => {
  const shares = [0.5, 0.2, 0.1, 0.1, 0.05, 0, 0, 0, 0.05];
  const longer = pickRows(pool, candidates).embeddings.map((component) => 1.7 * component);
  const [ours, theirs] = [await fitted([round(shares)]), await fitted([round(shares, { candidates: longer })])];
  expect(movement(ours.weights, theirs.weights)).toBeLessThan(1e-6);
});

test.each([
  ['counts: expected 9 numbers ("none" last), got 8', { counts: Array(8).fill(1) }],
  ['counts[3]: expected 0 to 10000 (the reports)', { counts: [1, 1, 1, -1, 1, 1, 1, 1, 1] }],
  ['counts[8]: expected 0 to 10000 (the reports)', { counts: [1, 1, 1, 1, 1, 1, 1, 1, 10_001] }],
  ['reports: expected a whole number from 1', { reports: 0 }],
  ['support: expected 0 <= q < p <= 1', { support: { p: 0.2, q: 0.2 } }],
  ['minSimilarity: expected a cosine, -1 to 1', { minSimilarity: Number.NaN }],
  [
    'candidates: expected rows of 16 components, as the pool has; was it embedded by another model?',
    { candidates: new Float32Array(8 * 15) },
  ],
])('refuses with the number of the round: %s', async (message, change) => {
  const fine = round(Array(9).fill(1 / 9));
  await expect(fitted([fine, { ...fine, ...change }])).rejects.toThrow(`round 2: ${message}`);
});

test('a candidate without direction is refused', async () => {
  const broken = round(Array(9).fill(1 / 9), { candidates: new Float32Array(8 * 16) });
  await expect(fitted([broken])).rejects.toThrow('candidates: expected finite components, not all zero, in row 0');
});

test('groups of another pool are refused, and so are fits over different pools', async () => {
  const groups = await groupPool(pickRows(pool, [0, 1, 2]), { random: seededRandom(1) });
  await expect(fitDensity(pool, groups, [], {})).rejects.toThrow('groups: expected those of a pool of 160 texts');
  expect(() => movement(new Float64Array(2), new Float64Array(3))).toThrow('over one pool, got 2 and 3 texts');
});

test('a fit has settled below a movement of one tenth, and never before the second round', () => {
  expect([null, 0, 0.0999, 0.1, 0.5].map(hasSettled)).toEqual([false, true, true, false, false]);
});

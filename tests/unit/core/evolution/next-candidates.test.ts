import { expect, test } from 'vitest';
import { fitDensity } from '../../../../core/evolution/density.ts';
import type { RoundEvidence } from '../../../../core/evolution/evidence.ts';
import { groupPool } from '../../../../core/evolution/groups.ts';
import { drawDataset, firstCandidates, nextCandidates, tempered } from '../../../../core/evolution/next-candidates.ts';
import { pickRows } from '../../../../core/evolution/pool.ts';
import { representatives } from '../../../../core/evolution/representatives.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { clusteredPool } from './made-up-pool.ts';

const pool = clusteredPool({ topics: 10, perTopic: 30 });
const work = () => ({ random: seededRandom(5) });
const topics = (texts: ArrayLike<number>): Set<number> => new Set(Array.from(texts, (text) => Math.floor(text / 30)));

/** All of `reports` at the first candidate, in a round without noise. */
const allAtFirst = (texts: Int32Array): RoundEvidence => ({
  candidates: pickRows(pool, texts).embeddings,
  counts: [1000, ...Array<number>(texts.length).fill(0)],
  reports: 1000,
  support: { p: 1, q: 0 },
  minSimilarity: 0.3,
});

test('first candidates stand for the whole pool', async () => {
  const first = await firstCandidates(pool, 20, work());
  expect(new Set(first).size).toBe(20);
  expect(topics(first).size).toBeGreaterThanOrEqual(9);
});

test('later candidates go where the votes were, and some go everywhere', async () => {
  const first = await firstCandidates(pool, 20, work());
  const density = await fitDensity(pool, await groupPool(pool, work()), [allAtFirst(first)], {});
  const candidates = await nextCandidates(pool, density, 20, work());
  const topic = Math.floor((first[0] as number) / 30);
  const inTopic = candidates.filter((text) => Math.floor(text / 30) === topic);
  expect(new Set(candidates).size).toBe(20);
  expect(inTopic.length).toBeGreaterThan(4);
  expect(topics(candidates).size).toBeGreaterThan(2);
  const dataset = await drawDataset(pool, density, 10, work());
  expect(new Set(dataset).size).toBe(10);
  expect([...topics(dataset)]).toEqual([topic]);
});

test('the whole pool can be asked for, and no more', async () => {
  const all = await representatives(pool, new Float64Array(300).fill(1), 300, work());
  expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, text) => text));
  for (const count of [0, 301, 1.5, Number.NaN]) {
    await expect(firstCandidates(pool, count, work())).rejects.toThrow(
      `count: expected 1 to 300 (the texts of the pool), got ${count}`,
    );
  }
});

test('a pool of one text, and one of twenty equal texts', async () => {
  expect([...(await firstCandidates(pickRows(pool, [0]), 1, work()))]).toEqual([0]);
  const equal = pickRows(pool, Array(20).fill(3));
  expect(new Set(await firstCandidates(equal, 20, work())).size).toBe(20);
});

test('embeddings that are no numbers are refused, not chosen', async () => {
  const broken = { embeddings: new Float32Array(20 * 16).fill(Number.NaN), dimensions: 16 };
  await expect(firstCandidates(broken, 5, work())).rejects.toThrow('pool: expected finite embeddings');
});

test.each([
  ['weights: expected 300 numbers, got 2', Float64Array.of(1, 1)],
  ['weights[7]: expected a number from 0', new Float64Array(300).fill(1).fill(-1, 7)],
  ['weights: expected one above 0', new Float64Array(300)],
])('refuses what is no density: %s', async (message, weights) => {
  await expect(representatives(pool, weights, 5, work())).rejects.toThrow(message);
});

test('tempering keeps the order and the sum', () => {
  const weights = Float64Array.of(0.1, 0.6, 0.3, 0);
  const [flat, sharp] = [tempered(weights, 0.7), tempered(weights, 1.1)];
  for (const raised of [flat, sharp]) expect(raised.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(flat[0]).toBeGreaterThan(0.1);
  expect(sharp[0]).toBeLessThan(0.1);
});

test('the same random bytes give the same candidates', async () => {
  const weights = new Float64Array(300).fill(1 / 300);
  const [one, two] = [
    await nextCandidates(pool, { weights }, 20, work()),
    await nextCandidates(pool, { weights }, 20, work()),
  ];
  expect(one).toEqual(two);
});

import { expect, test } from 'vitest';
import type { RoundEvidence } from '../../../../core/evolution/evidence.ts';
import { drawDataset, firstCandidates, nextCandidates, tempered } from '../../../../core/evolution/next-candidates.ts';
import { pickRows } from '../../../../core/evolution/pool.ts';
import { proposeRound, workOfProposal } from '../../../../core/evolution/proposal.ts';
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
  const { candidates, density, movement } = await proposeRound(pool, [allAtFirst(first)], 20, work());
  const topic = Math.floor((first[0] as number) / 30);
  const inTopic = candidates.filter(({ text }) => Math.floor(text / 30) === topic);
  expect(inTopic.length).toBeGreaterThan(4);
  expect(topics(candidates.map(({ text }) => text)).size).toBeGreaterThan(2);
  expect(candidates.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(candidates.reduce((sum, { texts }) => sum + texts, 0)).toBe(300);
  expect(movement).toBeNull();
  const dataset = await drawDataset(pool, density, 10, work());
  expect(new Set(dataset).size).toBe(10);
  expect([...topics(dataset)]).toEqual([topic]);
});

test('each proposed candidate names the earlier one that it is most like', async () => {
  const first = await firstCandidates(pool, 20, work());
  const rounds = [allAtFirst(first), allAtFirst(first)];
  const { candidates, movement } = await proposeRound(pool, rounds, 20, work());
  expect(movement).toBeLessThan(0.2);
  for (const { text, earlier } of candidates) {
    const same = first.indexOf(text);
    if (same >= 0) expect(earlier).toMatchObject({ round: 0, candidate: same });
    expect(earlier?.similarity).toBeLessThan(1.0001);
  }
  expect(candidates.some(({ earlier }) => (earlier?.similarity ?? 0) > 0.999)).toBe(true);
});

test('before the first round nothing is fitted, and nothing is earlier', async () => {
  const { candidates, density, movement } = await proposeRound(pool, [], 7, work());
  expect(candidates.map(({ text }) => text)).toEqual([...(await firstCandidates(pool, 7, work()))]);
  expect(candidates.every(({ earlier }) => earlier === null)).toBe(true);
  expect(density.weights).toEqual(new Float64Array(300).fill(1 / 300));
  expect(movement).toBeNull();
});

test('progress adds up to what was announced', async () => {
  const first = await firstCandidates(pool, 20, work());
  for (const rounds of [[], [allAtFirst(first)], [allAtFirst(first), allAtFirst(first)]]) {
    const pieces: number[] = [];
    await proposeRound(pool, rounds, 30, { ...work(), onPiece: (size) => void pieces.push(size) });
    expect(pieces.reduce((sum, size) => sum + size)).toBe(
      workOfProposal(
        pool,
        rounds.map(() => 20),
        30,
      ),
    );
  }
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

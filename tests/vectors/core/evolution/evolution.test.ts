import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fitDensity, uniformWeights } from '../../../../core/evolution/density.ts';
import type { RoundEvidence } from '../../../../core/evolution/evidence.ts';
import { groupPool } from '../../../../core/evolution/groups.ts';
import { drawDataset, firstCandidates, nextCandidates } from '../../../../core/evolution/next-candidates.ts';
import { type Pool, pickRows } from '../../../../core/evolution/pool.ts';
import type { Work } from '../../../../core/evolution/products.ts';
import { systematicDraws } from '../../../../core/evolution/systematic-draws.ts';
import { uniformBelow, uniformSubset } from '../../../../core/privacy/random-integers.ts';
import { shuffled } from '../../../../core/privacy/shuffled.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';

interface Case {
  seed: number;
  dimensions: number;
  /** Little-endian floats in base64. */
  pool: string;
  reports: number;
  p: number;
  q: number;
  minSimilarity: number;
  rounds: {
    candidates: number[];
    counts: number[];
    groups: number[][];
    weights: number[];
    elsewhere: number;
    iterations: number;
    misfit: number;
    cells: number;
    next: number[];
  }[];
  dataset: number[];
}
/** Made by evaluation/evolution.py, which shares no code with ours. */
const vectors: {
  below: [number, number][];
  subset: number[];
  shuffle: number[];
  systematic: number[];
  cases: Case[];
} = JSON.parse(readFileSync(new URL('evolution.json', import.meta.url), 'utf8'));

const poolOfCase = ({ pool, dimensions }: Case): Pool => ({
  embeddings: new Float32Array(Uint8Array.from(Buffer.from(pool, 'base64')).buffer),
  dimensions,
});

test('both implementations draw the same from the same bytes', () => {
  const random = seededRandom(7);
  expect(vectors.below.map(([bound]) => [bound, uniformBelow(bound, random)])).toEqual(vectors.below);
  expect(uniformSubset(100, 12, random)).toEqual(vectors.subset);
  expect(shuffled(Array.from({ length: 20 }, (_, i) => i), random)).toEqual(vectors.shuffle);
  expect([...systematicDraws(Float64Array.of(0.1, 0, 0.5, 0.15, 0.25), 20, random)]).toEqual(vectors.systematic);
});

test.for(vectors.cases)('the strategy agrees with an independent implementation, seed $seed', async (expected) => {
  const pool = poolOfCase(expected);
  const work: Work = { random: seededRandom(expected.seed) };
  const { reports, p, q, minSimilarity } = expected;
  const rounds: RoundEvidence[] = [];
  let candidates = await firstCandidates(pool, expected.rounds[0]?.candidates.length ?? 0, work);
  let weights = uniformWeights(pool.embeddings.length / pool.dimensions);
  for (const round of expected.rounds) {
    expect([...candidates]).toEqual(round.candidates);
    rounds.push({
      candidates: pickRows(pool, candidates).embeddings,
      counts: round.counts,
      reports,
      support: { p, q },
      minSimilarity,
    });
    const groups = await groupPool(pool, work);
    expect(groups.map(({ groupOf }) => [...groupOf])).toEqual(round.groups);
    const density = await fitDensity(pool, groups, rounds, work);
    expect(density.fit).toMatchObject({ iterations: round.iterations, cells: round.cells });
    expect(density.fit.misfit / round.misfit).toBeCloseTo(1, 6);
    expect(density.elsewhere).toBeCloseTo(round.elsewhere, 6);
    const errors = round.weights.map((weight, text) => Math.abs((density.weights[text] as number) / weight - 1));
    expect(Math.max(...errors)).toBeLessThan(1e-5);
    ({ weights } = density);
    candidates = await nextCandidates(pool, density, round.next.length, work);
    expect([...candidates]).toEqual(round.next);
  }
  expect([...(await drawDataset(pool, { weights }, expected.dataset.length, work))]).toEqual(expected.dataset);
});

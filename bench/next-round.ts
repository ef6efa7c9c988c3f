import type { RoundEvidence } from '../core/evolution/evidence.ts';
import { type Pool, pickRows } from '../core/evolution/pool.ts';
import { subsetSelection, supportProbabilities } from '../core/privacy/subset-selection.ts';
import { seededRandom, seededUniform } from '../fleet/seeded-random.ts';
import { fitPool } from '../server/evolution/fit-task.ts';

/**
 * A program of its own, so that its memory is nobody else's: makes a pool up, chooses its fourth round when asked to,
 * as the server's thread does, and prints how long that took and the largest memory that the process ever had.
 */
const [texts = 0, candidates = 0] = process.argv.slice(2).map(Number);
const dimensions = 384;
const topics = 150;

const uniform = seededUniform(1);
const noise = () => uniform() + uniform() + uniform() - 1.5;
const centres = Float32Array.from({ length: topics * dimensions }, noise);
const embeddings = new Float32Array(texts * dimensions);
for (let text = 0; text < texts; text++) {
  const from = (text % topics) * dimensions;
  let squares = 0;
  for (let j = 0; j < dimensions; j++) {
    const component = (centres[from + j] as number) + noise();
    embeddings[text * dimensions + j] = component;
    squares += component ** 2;
  }
  for (let j = 0; j < dimensions; j++) {
    embeddings[text * dimensions + j] = (embeddings[text * dimensions + j] as number) / Math.sqrt(squares);
  }
}
const pool: Pool = { embeddings, dimensions };

const start = performance.now();
if (candidates > 0) {
  const support = supportProbabilities(subsetSelection(candidates + 1, 4));
  const reports = 10_000;
  const rounds = [0, 1, 2].map((round): RoundEvidence => {
    const chosen = Array.from({ length: candidates }, (_, i) => (round + 7 * i) % texts);
    const counts = Array.from({ length: candidates + 1 }, (_, i) =>
      Math.round(reports * (support.q + ((support.p - support.q) * 5) / (5 + i) / 20)),
    );
    return { candidates: pickRows(pool, chosen).embeddings, counts, reports, support, minSimilarity: 0.3 };
  });
  const mayBePublished = new Uint8Array(texts).fill(1);
  const task = { pool, mayBePublished, rounds, candidates, dataset: 0, layout: false, seed: 1 };
  await fitPool(task, { random: seededRandom(task.seed) });
}
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));

import { fitDensity } from '../../core/evolution/density.ts';
import type { RoundEvidence } from '../../core/evolution/evidence.ts';
import { groupPool } from '../../core/evolution/groups.ts';
import {
  drawDataset,
  firstCandidates,
  nextCandidates,
  variationWeights,
} from '../../core/evolution/next-candidates.ts';
import { pickRows, rowsOf } from '../../core/evolution/pool.ts';
import { systematicDraws } from '../../core/evolution/systematic-draws.ts';
import { uniformSubset } from '../../core/privacy/random-integers.ts';
import { seededUniform } from '../../fleet/seeded-random.ts';
import { neighbourVariations } from './neighbours.ts';
import { ask, datasetWork, type Outcome, type Trial, wantsDataset } from './trial.ts';

const startingTexts = 1000;
const variationsOfARound = 600;

/**
 * The product's strategy with a generator: some starting texts and one variation of each; after every round new
 * variations of starting texts and candidates, where the density is.
 */
export async function densityWithGenerator(trial: Trial): Promise<Outcome> {
  const { corpus, work, candidates, datasetSize } = trial;
  const everything = corpus.pool.vectors;
  const vary = neighbourVariations(everything, work, seededUniform(trial.seed ^ 0x27d4eb2f));
  // A set keeps the order in which texts came, so positions in `texts` stay valid while it grows.
  const known = new Set(uniformSubset(rowsOf(everything), Math.min(startingTexts, rowsOf(everything)), work.random));
  const parents = new Set(known);
  for (const text of parents) known.add(await vary(text));
  const rounds: RoundEvidence[] = [];
  const datasets: number[][] = [];
  let texts = [...known];
  let pool = pickRows(everything, texts);
  let groups = await groupPool(pool, work);
  let chosen = await firstCandidates(pool, candidates, work);
  for (let round = 1; round <= trial.rounds; round++) {
    const asked = Array.from(chosen, (index) => texts[index] as number);
    rounds.push(await ask(trial, asked, round));
    for (const text of asked) parents.add(text);
    const before = await fitDensity(pool, groups, rounds, work);
    const weights = variationWeights(before.weights).map((weight, i) => (parents.has(texts[i] as number) ? weight : 0));
    for (const index of systematicDraws(weights, variationsOfARound, work.random)) {
      known.add(await vary(texts[index] as number));
    }
    texts = [...known];
    pool = pickRows(everything, texts);
    groups = await groupPool(pool, work);
    const density = await fitDensity(pool, groups, rounds, work);
    if (wantsDataset(trial, round)) {
      const dataset = await drawDataset(pool, density, datasetSize, datasetWork(trial, round));
      datasets.push(Array.from(dataset, (index) => texts[index] as number));
    }
    if (round < trial.rounds) chosen = await nextCandidates(pool, density, candidates, work);
  }
  return { datasets, movements: [] };
}

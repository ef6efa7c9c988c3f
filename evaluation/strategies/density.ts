import { fitDensity } from '../../core/evolution/density.ts';
import type { RoundEvidence } from '../../core/evolution/evidence.ts';
import { groupPool } from '../../core/evolution/groups.ts';
import { movement } from '../../core/evolution/movement.ts';
import { drawDataset, firstCandidates, nextCandidates } from '../../core/evolution/next-candidates.ts';
import { rowsOf } from '../../core/evolution/pool.ts';
import { ask, datasetWork, type Outcome, type Trial, wantsDataset } from './trial.ts';

/** The product's strategy over a pool of written texts. */
export async function densityOverPool(trial: Trial): Promise<Outcome> {
  const { corpus, work, candidates, datasetSize } = trial;
  const pool = corpus.pool.vectors;
  const groups = await groupPool(pool, work);
  const rounds: RoundEvidence[] = [];
  const datasets: Int32Array[] = [];
  const movements: number[] = [];
  let before: Float64Array | undefined;
  let chosen = await firstCandidates(pool, Math.min(candidates, rowsOf(pool)), work);
  for (let round = 1; round <= trial.rounds; round++) {
    rounds.push(await ask(trial, chosen, round));
    const density = await fitDensity(pool, groups, rounds, work);
    if (before) movements.push(movement(before, density.weights));
    before = density.weights;
    if (wantsDataset(trial, round)) {
      datasets.push(await drawDataset(pool, density, datasetSize, datasetWork(trial, round)));
    }
    if (round < trial.rounds) chosen = await nextCandidates(pool, density, candidates, work);
  }
  return { datasets, movements };
}

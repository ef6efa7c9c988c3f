import { projectedShares } from '../../core/estimation/projection.ts';
import { unbiasedShare } from '../../core/estimation/shares.ts';
import { rowsOf } from '../../core/evolution/pool.ts';
import { uniformBelow, uniformSubset } from '../../core/privacy/random-integers.ts';
import { seededUniform } from '../../fleet/seeded-random.ts';
import { neighbourVariations } from './neighbours.ts';
import { ask, type Outcome, type Trial } from './trial.ts';

/**
 * What one would do first: keep the best 40 % of a round's candidates, fill up to 80 % with variations of them, drawn
 * by share, and take random texts for the rest. The dataset is drawn by the shares of the last round, four fifths of it
 * varied.
 */
export async function simpleStrategy(trial: Trial): Promise<Outcome> {
  const { corpus, work, candidates, datasetSize } = trial;
  const pool = corpus.pool.vectors;
  const uniform = seededUniform(trial.seed ^ 0x165667b1);
  const vary = neighbourVariations(pool, work, uniform);
  const dataset: number[] = [];
  let chosen = uniformSubset(rowsOf(pool), candidates, work.random);
  for (let round = 1; round <= trial.rounds; round++) {
    const { counts, reports, support } = await ask(trial, chosen, round);
    const projected = projectedShares(Array.from(counts, (count) => unbiasedShare(count, reports, support)));
    const shares = projected.slice(0, -1);
    if (round === trial.rounds) {
      const draw = drawerBy(shares, uniform);
      while (dataset.length < datasetSize) {
        const text = chosen[draw()] as number;
        dataset.push(uniform() < 0.8 ? await vary(text) : text);
      }
      break;
    }
    const best = [...shares.keys()].sort((a, b) => (shares[b] as number) - (shares[a] as number));
    const kept = best.slice(0, Math.round(0.4 * candidates));
    const next = new Set(kept.map((index) => chosen[index] as number));
    const drawKept = drawerBy(
      kept.map((index) => shares[index] as number),
      uniform,
    );
    // Few texts hold all shares when little was found; their neighbours may all be taken.
    for (let tries = 0; next.size < Math.round(0.8 * candidates) && tries < 20 * candidates; tries++) {
      next.add(await vary(chosen[kept[drawKept()] as number] as number));
    }
    while (next.size < candidates) next.add(uniformBelow(rowsOf(pool), work.random));
    chosen = [...next];
  }
  return { datasets: [dataset], movements: [] };
}

/** Draws indices by weight; evenly when all weights are zero. */
export function drawerBy(weights: readonly number[], uniform: () => number): () => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    if (total === 0) return Math.floor(uniform() * weights.length);
    let left = uniform() * total;
    const found = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return found === -1 ? weights.indexOf(Math.max(...weights)) : found;
  };
}

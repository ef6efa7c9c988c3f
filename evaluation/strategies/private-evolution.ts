import { rowsOf } from '../../core/evolution/pool.ts';
import { uniformSubset } from '../../core/privacy/random-integers.ts';
import { seededUniform } from '../../fleet/seeded-random.ts';
import { neighbourVariations } from './neighbours.ts';
import { drawerBy } from './simple.ts';
import { ask, type Outcome, type Trial } from './trial.ts';

/** Counts below this many standard deviations of their noise are taken for nothing. */
const threshold = 2;

/**
 * A loop like Private Evolution (Lin et al. 2024; Xie et al. 2024), which trusts a server with all true answers: noisy
 * counts, cut at a threshold, decide which texts live on; the next candidates, and the dataset, are variations of texts
 * drawn by count. It remembers no round but the last.
 */
export async function privateEvolution(trial: Trial): Promise<Outcome> {
  const { corpus, work, candidates, datasetSize, question } = trial;
  if (question.noise.kind !== 'central') throw new Error('Private Evolution: expected central noise');
  const deviation = (Math.SQRT2 * 2) / question.noise.epsilon;
  const pool = corpus.pool.vectors;
  const uniform = seededUniform(trial.seed ^ 0x2c1b3c6d);
  const vary = neighbourVariations(pool, work, uniform);
  let chosen: readonly number[] = uniformSubset(rowsOf(pool), candidates, work.random);
  for (let round = 1; round <= trial.rounds; round++) {
    const { counts } = await ask(trial, chosen, round);
    const draw = drawerBy(
      Array.from(counts, (count) => Math.max(count - threshold * deviation, 0)).slice(0, -1),
      uniform,
    );
    const varied = async (count: number): Promise<number[]> => {
      const texts: number[] = [];
      while (texts.length < count) texts.push(await vary(chosen[draw()] as number));
      return texts;
    };
    chosen = await varied(round === trial.rounds ? datasetSize : candidates);
  }
  return { datasets: [chosen], movements: [] };
}

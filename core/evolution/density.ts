import { answersOfTexts, checkEvidence, type RoundEvidence } from './evidence.ts';
import type { GroupLevel } from './groups.ts';
import { fitMixture, type Mixture, type ObservedRound } from './mixture.ts';
import { type Pool, rowsOf } from './pool.ts';
import type { Work } from './products.ts';

/**
 * What people write, as a density over the texts of a pool. **For choosing and displaying, never for testing**: it is
 * smooth by construction, it has no interval, and every round enters it, so nothing may be called significant, compared
 * or ranked on it. Honest shares and intervals stay those of each round (`estimateShares`).
 */
export interface Density {
  /** One weight for each text; they add up to 1. */
  readonly weights: Float64Array;
  /** Part of what people write that is like no text of the pool, 0 to 1; only partly visible (`Mixture.elsewhere`). */
  readonly elsewhere: number;
  /** How the fit ended: iterations, its misfit, and the number of counts that it was fitted to. */
  readonly fit: Omit<Mixture, 'parts'>;
}

/** The same weight for every text: what is known before the first round. */
export const uniformWeights = (texts: number): Float64Array => new Float64Array(texts).fill(1 / texts);

/**
 * Fits one density to all rounds together. Every round is a noisy look at the same density: its candidates are known,
 * so it is known which texts each of them would have won, and a count is expected to be n q + n (p - q) times the
 * density of these texts.
 *
 * @param levels of `groupPool` for this pool
 * @param rounds in any order; each may have other candidates, another mechanism and another threshold
 * @throws {RangeError} when a round is impossible, see `checkEvidence`, or the groups belong to another pool
 */
export async function fitDensity(
  pool: Pool,
  levels: readonly GroupLevel[],
  rounds: readonly RoundEvidence[],
  work: Omit<Work, 'random'>,
): Promise<Density> {
  const texts = rowsOf(pool);
  if (levels.length === 0 || levels.some(({ groupOf }) => groupOf.length !== texts)) {
    throw new RangeError(`groups: expected those of a pool of ${texts} texts`);
  }
  rounds.forEach((round, index) => {
    checkEvidence(round, pool, index + 1);
  });
  const observed: ObservedRound[] = [];
  for (const round of rounds) observed.push({ ...round, answers: await answersOfTexts(pool, round, work) });
  const { parts, ...fit } = await fitMixture(levels, observed, work);
  return { weights: spread(levels, parts, texts), elsewhere: fit.elsewhere, fit };
}

/** Spreads the part of each group evenly over its texts. */
function spread(levels: readonly GroupLevel[], parts: readonly Float64Array[], texts: number): Float64Array {
  const weights = new Float64Array(texts);
  levels.forEach(({ groupOf, sizes }, level) => {
    const part = parts[level] as Float64Array;
    for (let text = 0; text < texts; text++) {
      const group = groupOf[text] as number;
      weights[text] = (weights[text] as number) + (part[group] as number) / (sizes[group] as number);
    }
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : uniformWeights(texts);
}

import { type Density, fitDensity, uniformWeights } from './density.ts';
import type { RoundEvidence } from './evidence.ts';
import { groupPool, soughtGroups } from './groups.ts';
import { drawsFor, iterationsOfCentres } from './k-means.ts';
import { movement } from './movement.ts';
import { nearestRows } from './nearest-rows.ts';
import { firstCandidates, nextCandidates } from './next-candidates.ts';
import { type Pool, pickRows, poolOf, rowsOf } from './pool.ts';
import type { Work } from './products.ts';

/** A candidate proposed for the next round, with what is known about it: for choosing and displaying, never testing. */
export interface ProposedCandidate {
  /** Index in the pool. */
  readonly text: number;
  /** Number of texts of the pool that are nearer to it than to the other proposed ones. */
  readonly texts: number;
  /** Density of these texts: the share that it is expected to get, before "none" is taken off. An estimate. */
  readonly share: number;
  /** The candidate of the rounds before that it is most like, counted from 0; null before the first round. */
  readonly earlier: { readonly round: number; readonly candidate: number; readonly similarity: number } | null;
}

export interface Proposal {
  readonly candidates: readonly ProposedCandidate[];
  /** Fitted to all rounds so far; for choosing and displaying, never for testing. */
  readonly density: Density;
  /** How far the last round moved the fit (`movement`); null before the second round. What the stop rule reads. */
  readonly movement: number | null;
}

/**
 * The next round of a study: fits the density to all rounds so far, and places `count` candidates where it is. Before
 * the first round the candidates stand for the whole pool.
 *
 * For a pool of 15 000 texts and 200 candidates this takes some 1e10 multiply-adds: seconds in a worker thread, see
 * `Work.onPiece` for progress and stopping. Nothing but the result is kept.
 *
 * @throws {RangeError} as `fitDensity` and `representatives`
 */
export async function proposeRound(
  pool: Pool,
  rounds: readonly RoundEvidence[],
  count: number,
  work: Work,
): Promise<Proposal> {
  if (rounds.length === 0) {
    const weights = uniformWeights(rowsOf(pool));
    const fit = { elsewhere: 0, iterations: 0, misfit: 0, cells: 0 };
    const texts = await firstCandidates(pool, count, work);
    const candidates = await describe(pool, texts, weights, rounds, work);
    return { candidates, density: { weights, elsewhere: 0, fit }, movement: null };
  }
  const levels = await groupPool(pool, work);
  const density = await fitDensity(pool, levels, rounds, work);
  const before = rounds.length > 1 ? await fitDensity(pool, levels, rounds.slice(0, -1), work) : null;
  const texts = await nextCandidates(pool, density, count, work);
  return {
    candidates: await describe(pool, texts, density.weights, rounds, work),
    density,
    movement: before && movement(before.weights, density.weights),
  };
}

async function describe(
  pool: Pool,
  proposed: Int32Array,
  weights: Float64Array,
  rounds: readonly RoundEvidence[],
  work: Work,
): Promise<ProposedCandidate[]> {
  const candidates = pickRows(pool, proposed);
  const { rows } = await nearestRows(pool, candidates, work);
  const texts = new Int32Array(proposed.length);
  const shares = new Float64Array(proposed.length);
  rows.forEach((row, text) => {
    texts[row] = (texts[row] as number) + 1;
    shares[row] = (shares[row] as number) + (weights[text] as number);
  });
  const earlier = rounds.flatMap(({ candidates: of }, round) =>
    Array.from({ length: of.length / pool.dimensions }, (_, candidate) => ({
      round,
      candidate,
      vector: of.subarray(candidate * pool.dimensions, (candidate + 1) * pool.dimensions),
    })),
  );
  const likest =
    earlier.length === 0 ? null : await nearestRows(candidates, poolOf(earlier.map(({ vector }) => vector)), work);
  return Array.from(proposed, (text, i) => {
    const found = likest && earlier[likest.rows[i] as number];
    return {
      text,
      texts: texts[i] as number,
      share: shares[i] as number,
      earlier: found
        ? { round: found.round, candidate: found.candidate, similarity: likest.similarities[i] as number }
        : null,
    };
  });
}

/**
 * Multiply-adds that `proposeRound` reports to `onPiece` in all, for a progress bar.
 *
 * @param asked number of candidates of each round so far
 */
export function workOfProposal(pool: Pool, asked: readonly number[], count: number): number {
  const texts = rowsOf(pool);
  const centres = (number: number) => drawsFor(number) * iterationsOfCentres * number;
  const grouping = soughtGroups(texts).reduce((sum, groups) => sum + centres(groups) + texts * groups, 0);
  const all = asked.reduce((sum, candidates) => sum + candidates, 0);
  const fitting = texts * (asked.length > 1 ? 2 * all - (asked.at(-1) as number) : all);
  const choosing = centres(count) + 2 * texts * count + count * all;
  return pool.dimensions * ((asked.length > 0 ? grouping : 0) + fitting + choosing);
}

import { decodeEmbeddings, encodeEmbeddings } from '../core/embedding/batch.ts';
import type { RoundEvidence } from '../core/evolution/evidence.ts';
import { nearestRows } from '../core/evolution/nearest-rows.ts';
import { type Pool, pickRows, poolOf, rowsOf } from '../core/evolution/pool.ts';
import type { Work } from '../core/evolution/products.ts';
import { subsetSelection, supportProbabilities } from '../core/privacy/subset-selection.ts';
import { voteFor } from '../fleet/fleet-votes.ts';
import { seededUniform } from '../fleet/seeded-random.ts';
import type { EmbeddedTexts } from './embedded-corpus.ts';

/** How the answers of a round become counts. */
export type Noise =
  /** The product: every volunteer randomises her answer. */
  | { readonly kind: 'local'; readonly epsilon: number }
  /** For comparison: a server that is trusted with all true answers adds noise to their counts. */
  | { readonly kind: 'central'; readonly epsilon: number }
  /** For comparison: true counts. */
  | { readonly kind: 'none' };

export interface Question {
  readonly noise: Noise;
  readonly answerRule: 'random-draft' | 'closest';
  readonly minSimilarity: number;
}

const recentDrafts = 20;

/**
 * One round: fresh volunteers answer about these candidates, as the product's fleet does it: candidates as the int8
 * batch that a device gets, the product's rules of answering, its sampler, its counts.
 *
 * @param chosen candidates, as indices of the pool
 * @param seed of the votes
 */
export async function askRound(
  { pool, drafts }: { readonly pool: Pool; readonly drafts: EmbeddedTexts },
  chosen: ArrayLike<number>,
  volunteers: readonly (readonly number[])[],
  { noise, answerRule, minSimilarity }: Question,
  work: Work,
  seed: number,
): Promise<RoundEvidence> {
  const candidates = asDelivered(pickRows(pool, chosen));
  const found = await nearestRows(drafts.vectors, candidates, work);
  const mechanism = subsetSelection(chosen.length + 1, noise.kind === 'local' ? noise.epsilon : 4);
  const [votes] = voteFor(
    volunteers,
    [
      {
        kind: 'candidates',
        mechanism,
        cohorts: [0],
        answerRule,
        recentDrafts,
        minSimilarity,
        rows: found.rows,
        // CLINC150 is English, as the model of the evaluation is.
        takesPart: new Uint8Array(found.rows.length).fill(1),
        similarities: Float64Array.from(found.similarities),
      },
    ],
    { cohorts: 1, random: work.random, keepVotes: false },
  );
  if (!votes) throw new Error('round: expected votes');
  const { reports, counts, trueCounts } = votes;
  const asked = { candidates: candidates.embeddings, reports, minSimilarity };
  if (noise.kind === 'local') return { ...asked, counts, support: supportProbabilities(mechanism) };
  const exact = { p: 1, q: 0 };
  if (noise.kind === 'none') return { ...asked, counts: trueCounts, support: exact };
  return { ...asked, counts: withLaplace(trueCounts, noise.epsilon, reports, seed), support: exact };
}

/** Rows as a device has them, from the int8 batch; at length 1, because only their directions count. */
function asDelivered(rows: Pool): Pool {
  const vectors = Array.from({ length: rowsOf(rows) }, (_, row) =>
    rows.embeddings.subarray(row * rows.dimensions, (row + 1) * rows.dimensions),
  );
  const { dimensions, values } = decodeEmbeddings(encodeEmbeddings(vectors));
  return poolOf(vectors.map((_, row) => values.subarray(row * dimensions, (row + 1) * dimensions)));
}

/** Another answer of one volunteer changes two counts by one, so Laplace noise of scale 2 / epsilon is epsilon-DP. */
function withLaplace(counts: Float64Array, epsilon: number, reports: number, seed: number): Float64Array {
  const uniform = seededUniform(seed);
  return counts.map((count) => {
    const u = uniform() - 0.5;
    const noise = (-2 / epsilon) * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
    return Math.min(Math.max(count + noise, 0), reports);
  });
}

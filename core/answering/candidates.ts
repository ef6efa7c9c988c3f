import type { EmbeddingBatch } from '../embedding/batch.ts';
import { nearest } from '../embedding/nearest.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';
import type { CandidateRound } from '../protocol/manifest.ts';

/**
 * The drafts that decide an answer: one of the `recentDrafts` most recent under the rule `random-draft`, every one with
 * the same probability; all of them under the rule `closest`. None when there are no drafts.
 *
 * @param drafts most recent first
 */
export function consideredDrafts<Draft>(
  drafts: readonly Draft[],
  round: Pick<CandidateRound, 'answerRule' | 'recentDrafts'>,
  random: RandomBytes,
): readonly Draft[] {
  const recent = drafts.slice(0, round.recentDrafts);
  if (round.answerRule === 'closest' || recent.length === 0) return recent;
  return [recent[uniformBelow(recent.length, random)] as Draft];
}

/**
 * The true answer of the drafts that decide: the candidate of the pair with the largest cosine, or "none" (the id after
 * the last row) when that is below `minSimilarity`, or when there is no draft. The earlier draft decides a tie.
 */
export function closestAnswer(
  embeddings: readonly ArrayLike<number>[],
  candidates: EmbeddingBatch,
  round: Pick<CandidateRound, 'minSimilarity'>,
): number {
  let best = { row: candidates.rows, similarity: Number.NEGATIVE_INFINITY };
  for (const embedding of embeddings) {
    const found = nearest(embedding, candidates);
    if (found.similarity > best.similarity) best = found;
  }
  return best.similarity >= round.minSimilarity ? best.row : candidates.rows;
}

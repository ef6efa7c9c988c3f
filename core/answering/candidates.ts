import type { EmbeddingBatch } from '../embedding/batch.ts';
import { nearest } from '../embedding/nearest.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';
import type { CandidateRound } from '../protocol/manifest.ts';

/**
 * The draft that votes under the rule `random-draft`: one of the `recentDrafts` most recent, every one with the same
 * probability; undefined when there is none.
 *
 * @param drafts most recent first
 */
export function drawDraft<Draft>(
  drafts: readonly Draft[],
  round: Pick<CandidateRound, 'recentDrafts'>,
  random: RandomBytes,
): Draft | undefined {
  const recent = drafts.slice(0, round.recentDrafts);
  return recent.length === 0 ? undefined : recent[uniformBelow(recent.length, random)];
}

/**
 * The true answer of a draft: the row of its nearest candidate, or "none" (the id after the last row) below
 * `minSimilarity`.
 */
export function candidateAnswer(
  draftEmbedding: ArrayLike<number>,
  candidates: EmbeddingBatch,
  round: Pick<CandidateRound, 'minSimilarity'>,
): number {
  const { row, similarity } = nearest(draftEmbedding, candidates);
  return similarity >= round.minSimilarity ? row : candidates.rows;
}

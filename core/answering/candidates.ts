import type { EmbeddingBatch } from '../embedding/batch.ts';
import { nearest } from '../embedding/nearest.ts';
import { otherLanguage } from '../language-detection.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';
import type { CandidateRound } from '../protocol/manifest.ts';

/**
 * Whether a text takes part in a candidate round of a study in these languages (BCP 47): all do but those that are
 * surely in another one.
 */
export const takesPart = (text: string, languages: readonly string[]): boolean =>
  otherLanguage(text, languages) === undefined;

/**
 * The drafts that decide an answer, of the `recentDrafts` most recent ones that take part: one of them under the rule
 * `random-draft`, every one with the same probability; all of them under the rule `closest`. None when there are none.
 *
 * @param drafts most recent first
 * @param takesPart asked of no more drafts than are needed
 */
export function consideredDrafts<Draft>(
  drafts: readonly Draft[],
  round: Pick<CandidateRound, 'answerRule' | 'recentDrafts'>,
  takesPart: (draft: Draft) => boolean,
  random: RandomBytes,
): readonly Draft[] {
  const recent: Draft[] = [];
  for (const draft of drafts) {
    if (recent.length === round.recentDrafts) break;
    if (takesPart(draft)) recent.push(draft);
  }
  if (round.answerRule === 'closest' || recent.length === 0) return recent;
  return [recent[uniformBelow(recent.length, random)] as Draft];
}

/** The candidate that a draft is most like. */
export interface NearestCandidate {
  readonly row: number;
  readonly similarity: number;
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
  return decideAnswer(
    embeddings.map((embedding) => nearest(embedding, candidates)),
    candidates.rows,
    round,
  );
}

/**
 * The last step of `closestAnswer`, for drafts whose nearest candidates are known.
 *
 * @param none id of the answer "none"
 */
export function decideAnswer(
  found: readonly NearestCandidate[],
  none: number,
  { minSimilarity }: Pick<CandidateRound, 'minSimilarity'>,
): number {
  let best: NearestCandidate = { row: none, similarity: Number.NEGATIVE_INFINITY };
  for (const candidate of found) if (candidate.similarity > best.similarity) best = candidate;
  return best.similarity >= minSimilarity ? best.row : none;
}

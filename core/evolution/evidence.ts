import type { Support } from '../estimation/shares.ts';
import { nearestRows } from './nearest-rows.ts';
import { normaliseRow, type Pool, rowsOf } from './pool.ts';
import type { Work } from './products.ts';

/** What one round tells about what people write: its candidates and the support counts of its votes. */
export interface RoundEvidence {
  /** Embeddings of the round's k - 1 candidates, one row each, in the order of their ids; of any length. */
  readonly candidates: Float32Array;
  /** Raw support counts: number of votes that hold each id, "none" last; not de-biased, not projected. */
  readonly counts: ArrayLike<number>;
  /** Number of reports counted. */
  readonly reports: number;
  /** P and q of the round's mechanism (`supportProbabilities`). */
  readonly support: Support;
  /** Cosine below which a draft's answer is "none". */
  readonly minSimilarity: number;
}

/**
 * Refuses evidence that no votes about this pool can have produced.
 *
 * @param round from 1, for messages
 * @throws {RangeError} with the field of the round that is wrong
 */
export function checkEvidence(evidence: RoundEvidence, { dimensions }: Pool, round: number): void {
  const { candidates, counts, reports, support, minSimilarity } = evidence;
  const refuse = (message: string): never => {
    throw new RangeError(`round ${round}: ${message}`);
  };
  if (candidates.length === 0 || candidates.length % dimensions !== 0) {
    refuse(`candidates: expected rows of ${dimensions} components, as the pool has; was it embedded by another model?`);
  }
  const answers = candidates.length / dimensions + 1;
  if (counts.length !== answers) refuse(`counts: expected ${answers} numbers ("none" last), got ${counts.length}`);
  if (!(Number.isSafeInteger(reports) && reports >= 1)) refuse('reports: expected a whole number from 1');
  for (let answer = 0; answer < answers; answer++) {
    const count = counts[answer] as number;
    if (!(count >= 0 && count <= reports)) refuse(`counts[${answer}]: expected 0 to ${reports} (the reports)`);
  }
  const { p, q } = support;
  if (!(q >= 0 && q < p && p <= 1)) refuse('support: expected 0 <= q < p <= 1');
  if (!(minSimilarity >= -1 && minSimilarity <= 1)) refuse('minSimilarity: expected a cosine, -1 to 1');
}

/**
 * The answer that a draft with exactly the words of each text would have had: its nearest candidate, or "none" (the id
 * after the last candidate).
 */
export async function answersOfTexts(
  pool: Pool,
  { candidates, minSimilarity }: RoundEvidence,
  work: Omit<Work, 'random'>,
): Promise<Int32Array> {
  const unit: Pool = { embeddings: candidates.slice(), dimensions: pool.dimensions };
  const none = rowsOf(unit);
  for (let row = 0; row < none; row++) {
    if (!normaliseRow(unit.embeddings, unit.dimensions, row)) {
      throw new RangeError(`candidates: expected finite components, not all zero, in row ${row}`);
    }
  }
  const { rows, similarities } = await nearestRows(pool, unit, work);
  return rows.map((row, text) => ((similarities[text] as number) >= minSimilarity ? row : none));
}

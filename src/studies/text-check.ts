import { ChangedModel, type EmbeddingModel, leastOwnCosine } from '../../core/embedding/model.ts';
import { cosine } from '../../core/embedding/nearest.ts';
import { type RandomBytes, uniformSubset } from '../../core/privacy/random-integers.ts';
import type { Device } from '../device.ts';
import type { RoundBatches } from './batches.ts';

/** Up to this many texts are all embedded again; of more, a random sample (P9). */
const checkAllUpTo = 200;
const sampleSize = 20;
const timeLimitMs = 120_000;

/** Rows whose texts are embedded again; nobody but this device knows which. */
export function rowsToCheck(rows: number, random: RandomBytes): number[] {
  if (rows <= checkAllUpTo) return Array.from({ length: rows }, (_, row) => row);
  return uniformSubset(rows, sampleSize, random);
}

export type TextCheck = 'fits' | 'differs' | 'model-failed' | 'model-changed';

/**
 * Embeds texts of a round again and holds them against the embeddings that came with them, so that nobody can show
 * harmless texts over other vectors (P9). Reads no draft.
 */
export async function checkTexts(
  { embed, random }: Pick<Device, 'embed' | 'random'>,
  { texts, embeddings }: RoundBatches,
  model: EmbeddingModel,
  signal: AbortSignal,
): Promise<TextCheck> {
  if (embeddings === null) return 'fits';
  const rows = rowsToCheck(embeddings.rows, random);
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
    const vectors = await embed(
      rows.map((row) => texts[row] as string),
      model,
      limited,
    );
    return rows.every((row, i) => cosine(vectors[i] as Float32Array, embeddings, row) >= leastOwnCosine)
      ? 'fits'
      : 'differs';
  } catch (error) {
    return error instanceof ChangedModel ? 'model-changed' : 'model-failed';
  }
}

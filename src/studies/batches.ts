import { decodeEmbeddings, type EmbeddingBatch } from '../../core/embedding/batch.ts';
import type { Sha256 } from '../../core/ids.ts';
import { sha256 } from '../../core/protocol/canonical-json.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { decodeTexts } from '../../core/protocol/texts.ts';
import type { Device } from '../device.ts';
import { byteLimits, failureInWords, getBytes } from '../network/requests.ts';
import { type Refusal, refused } from '../refusal.ts';

/** The material of one round, as its manifest names it. Fragment polls have no embeddings. */
export interface RoundBatches {
  readonly texts: readonly string[];
  readonly embeddings: EmbeddingBatch | null;
}
export type LoadResult<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** How many bytes of batches one donation may still fetch for a study. */
export interface FetchBudget {
  bytes: number;
}

/** A batch from the store, or else from the server; stored under its content hash and never asked for again (P2). */
async function loadBatch(
  device: Device,
  server: string,
  hash: Sha256,
  budget: FetchBudget,
  signal: AbortSignal,
): Promise<LoadResult<Uint8Array<ArrayBuffer>>> {
  const stored = await device.database.get('batches', hash);
  if (stored) return { ok: true, value: stored.bytes };
  const tooLarge = refused('The texts of this round are larger than one donation may fetch for this study.');
  if (budget.bytes <= 0) return tooLarge;
  const limit = Math.min(byteLimits.batch, budget.bytes);
  const reply = await getBytes(device.network, server, `/v1/batches/${hash}`, limit, signal);
  if (reply.kind === 'too-large') {
    // What was read of it counts: the next round must not start anew.
    budget.bytes = 0;
    return tooLarge;
  }
  if (reply.kind !== 'reply') return refused(failureInWords(reply));
  budget.bytes -= reply.value.length;
  if ((await sha256(reply.value)) !== hash) return misfit('the bytes do not fit the hash that the study signed');
  await device.database.put('batches', { sha256: hash, bytes: reply.value });
  return { ok: true, value: reply.value };
}

/** All batches of a round, fetched with or without drafts (P4), read and held against the manifest. */
export async function loadBatches(
  device: Device,
  server: string,
  round: RoundManifest,
  budget: FetchBudget,
  signal: AbortSignal,
): Promise<LoadResult<RoundBatches>> {
  const texts = await loadBatch(device, server, round.texts.sha256, budget, signal);
  if (!texts.ok) return texts;
  const embeddings =
    round.kind === 'candidates' ? await loadBatch(device, server, round.embeddings.sha256, budget, signal) : null;
  if (embeddings?.ok === false) return embeddings;
  try {
    const batches = {
      texts: decodeTexts(texts.value),
      embeddings: embeddings && decodeEmbeddings(embeddings.value),
    };
    if (batches.texts.length !== round.texts.count) return misfit('the number of texts is another one than signed');
    if (round.kind === 'candidates' && !fits(batches.embeddings, round)) {
      return misfit('the embeddings are not one for each text');
    }
    return { ok: true, value: batches };
  } catch {
    return misfit('the texts or embeddings have an unknown form');
  }
}

const fits = (batch: EmbeddingBatch | null, round: RoundManifest & { kind: 'candidates' }): boolean =>
  batch?.rows === round.texts.count && batch.dimensions === round.embeddings.dimensions;

const misfit = (finding: string): Refusal =>
  refused(`The material of this round cannot be trusted: ${finding}. It was not answered.`);

import { decodeEmbeddings, type EmbeddingBatch } from '../../core/embedding/batch.ts';
import type { Sha256, StudyId } from '../../core/ids.ts';
import { sha256 } from '../../core/protocol/canonical-json.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { decodeTexts } from '../../core/protocol/texts.ts';
import type { Device } from '../device.ts';
import { byteLimits, failureReason, getBytes } from '../network/requests.ts';
import { type Refusal, refused, refusedFor } from '../refusal.ts';
import type { Database } from '../storage/database.ts';

/** The material of one round, as its manifest names it. Fragment polls have no embeddings. */
export interface RoundBatches {
  readonly texts: readonly string[];
  readonly embeddings: EmbeddingBatch | null;
}
export type LoadResult<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** What one donation may still fetch for a study: bytes of batches, and rounds. */
export interface FetchBudget {
  bytes: number;
  rounds: number;
}

/** A batch from the store, or else from the server; stored under its content hash and never asked for again (P2). */
async function loadBatch(
  device: Device,
  server: string,
  study: StudyId,
  hash: Sha256,
  budget: Pick<FetchBudget, 'bytes'>,
  signal: AbortSignal,
): Promise<LoadResult<Uint8Array<ArrayBuffer>>> {
  const stored = await device.database.get('batches', hash);
  if (stored) return { ok: true, value: stored.bytes };
  const tooLarge = refused('reason_texts_too_large');
  if (budget.bytes <= 0) return tooLarge;
  const limit = Math.min(byteLimits.batch, budget.bytes);
  const reply = await getBytes(device.network, server, `/v1/batches/${hash}`, limit, signal);
  if (reply.kind === 'too-large') {
    // What was read of it counts: the next round must not start anew.
    budget.bytes = 0;
    return tooLarge;
  }
  if (reply.kind !== 'reply') return refusedFor(failureReason(reply));
  budget.bytes -= reply.value.length;
  if ((await sha256(reply.value)) !== hash) return refused('reason_wrong_bytes');
  return (await keepBatch(device, study, hash, reply.value)) ? { ok: true, value: reply.value } : left;
}

const left = refused('reason_not_joined');

/**
 * Stores a batch if its study is still joined. Leaving and erasing have one transaction too: nothing comes after them.
 */
async function keepBatch(
  { database }: Device,
  study: StudyId,
  hash: Sha256,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const transaction = database.transaction(['studies', 'batches'], 'readwrite');
  const joined = (await transaction.objectStore('studies').get(study))?.state === 'joined';
  if (joined) await transaction.objectStore('batches').put({ sha256: hash, bytes });
  await transaction.done;
  return joined;
}

/** All batches of a round, fetched with or without drafts (P4), read and held against the manifest. */
export async function loadBatches(
  device: Device,
  server: string,
  round: RoundManifest,
  budget: Pick<FetchBudget, 'bytes'>,
  signal: AbortSignal,
): Promise<LoadResult<RoundBatches>> {
  const { study } = round;
  const texts = await loadBatch(device, server, study, round.texts.sha256, budget, signal);
  if (!texts.ok) return texts;
  const embeddings =
    round.kind === 'candidates'
      ? await loadBatch(device, server, study, round.embeddings.sha256, budget, signal)
      : null;
  if (embeddings?.ok === false) return embeddings;
  try {
    const batches = decoded(texts.value, embeddings?.value);
    if (batches.texts.length !== round.texts.count) return refused('reason_wrong_text_count');
    if (round.kind === 'candidates' && !fits(batches.embeddings, round)) {
      return refused('reason_wrong_embedding_count');
    }
    return { ok: true, value: batches };
  } catch {
    return refused('reason_unreadable_batch');
  }
}

const decoded = (texts: Uint8Array, embeddings: Uint8Array<ArrayBuffer> | undefined): RoundBatches => ({
  texts: decodeTexts(texts),
  embeddings: embeddings === undefined ? null : decodeEmbeddings(embeddings),
});

/** Hashes of the batches that a round is made of. */
export const batchesOf = (round: RoundManifest): Sha256[] =>
  round.kind === 'candidates' ? [round.texts.sha256, round.embeddings.sha256] : [round.texts.sha256];

/** Whether all batches of a round are on this device. */
export async function isStored(database: Database, round: RoundManifest): Promise<boolean> {
  for (const hash of batchesOf(round)) if ((await database.count('batches', hash)) === 0) return false;
  return true;
}

/** The material of a round that was loaded before; undefined when it is not stored. */
export async function storedBatches(database: Database, round: RoundManifest): Promise<RoundBatches | undefined> {
  const [texts, embeddings] = await Promise.all(batchesOf(round).map((hash) => database.get('batches', hash)));
  if (!texts || (round.kind === 'candidates' && !embeddings)) return undefined;
  return decoded(texts.bytes, embeddings?.bytes);
}

const fits = (batch: EmbeddingBatch | null, round: RoundManifest & { kind: 'candidates' }): boolean =>
  batch?.rows === round.texts.count && batch.dimensions === round.embeddings.dimensions;

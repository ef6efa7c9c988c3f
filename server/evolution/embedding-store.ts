import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EmbeddingModel } from '../../core/embedding/model.ts';
import type { Embedder, LoadEmbedder } from '../studies/embedder.ts';

/** The file that keeps the embeddings of a pool, in the folder of the study file. */
export const embeddingsFile = '.pool-embeddings.sqlite';

/** Texts that are embedded before the file is written; an interruption loses no more than these. */
const textsAtOnce = 64;

export interface EmbedPoolOptions {
  /** The model of the study. */
  readonly model: EmbeddingModel;
  /** Called once, and only when a text is new. */
  readonly loadEmbedder: LoadEmbedder<Pick<Embedder, 'embed'>>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * Embeddings of texts, one row of `model.dimensions` components each. Every text is embedded once: what is known stands
 * in a file of the folder, by the hash of text and model, and what was done before an interruption is not done again.
 *
 * @throws {Error} when the file is damaged or cannot be written, in words that say what to do
 */
export async function embedPool(
  folder: string,
  texts: readonly string[],
  { model, loadEmbedder, signal, onProgress }: EmbedPoolOptions,
): Promise<Float32Array> {
  const file = join(folder, embeddingsFile);
  const { dimensions } = model;
  const keyOf = (text: string): Buffer => createHash('sha256').update(`${model.sha256}\n${text}`).digest();
  const rows = new Float32Array(texts.length * dimensions);
  const database = open(file);
  try {
    const read = database.prepare('SELECT vector FROM embeddings WHERE key = ?').pluck();
    const write = database.prepare('INSERT OR REPLACE INTO embeddings (key, vector) VALUES (?, ?)');
    const missing: number[] = [];
    texts.forEach((text, row) => {
      const vector = read.get(keyOf(text)) as Buffer | undefined;
      if (vector?.length === 4 * dimensions)
        rows.set(new Float32Array(Uint8Array.from(vector).buffer), row * dimensions);
      else missing.push(row);
    });
    if (missing.length === 0) return rows;
    const embedder = await loadEmbedder(model);
    const keep = database.transaction((part: readonly number[], vectors: readonly Float32Array[]) => {
      part.forEach((row, i) => {
        const vector = vectors[i] as Float32Array;
        write.run(keyOf(texts[row] as string), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
      });
    });
    for (let from = 0; from < missing.length; from += textsAtOnce) {
      const part = missing.slice(from, from + textsAtOnce);
      const vectors = await embedder.embed(
        part.map((row) => texts[row] as string),
        { signal, onProgress: (done) => onProgress(from + done, missing.length) },
      );
      keep(part, vectors);
      for (const [i, row] of part.entries()) rows.set(vectors[i] as Float32Array, row * dimensions);
    }
    return rows;
  } catch (error) {
    throw inWords(error, file);
  } finally {
    database.close();
  }
}

function open(file: string): Database.Database {
  try {
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS embeddings (key BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID',
    );
    return database;
  } catch (error) {
    throw inWords(error, file);
  }
}

function inWords(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
    return new Error(`${file} is damaged; delete it, and the texts are embedded anew`);
  }
  return new Error(`${file} cannot be written (${error.message}); the embeddings of the pool are kept there`);
}

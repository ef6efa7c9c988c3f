import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { englishModel as model } from '../core/embedding/model.ts';
import { loadEmbedder } from '../server/studies/embedder.ts';

const textsAtATime = 100;

/**
 * Embeddings of `texts` by the product's embedder, one row of `model.dimensions` components each. They are kept in
 * `folder` under a hash of model and texts; what an interrupted run has done is not done again.
 */
export async function cachedEmbeddings(
  texts: readonly string[],
  folder: string,
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, of: number) => void } = {},
): Promise<Float32Array> {
  const hash = createHash('sha256')
    .update(JSON.stringify([model.sha256, texts]))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `embeddings-${hash}.f32`);
  const rowBytes = 4 * model.dimensions;
  await mkdir(folder, { recursive: true });
  await appendFile(path, '');
  const bytes = (await readFile(path)).length;
  let done = Math.floor(bytes / rowBytes);
  await truncate(path, done * rowBytes);
  if (done < texts.length) {
    const embedder = await loadEmbedder(model);
    try {
      while (done < texts.length) {
        const rows = await embedder.embed(texts.slice(done, done + textsAtATime), signal ? { signal } : {});
        await appendFile(path, Buffer.concat(rows.map((row) => Buffer.from(row.buffer))));
        done += rows.length;
        onProgress?.(done, texts.length);
      }
    } finally {
      await embedder.dispose();
    }
  }
  const file = await readFile(path);
  return new Float32Array(Uint8Array.from(file).buffer);
}

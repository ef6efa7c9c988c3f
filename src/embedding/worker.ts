import { loadEmbedder } from './embedder.ts';
import type { Embedded } from './model-host.ts';

let loading: ReturnType<typeof loadEmbedder> | undefined;

async function embed(texts: readonly string[]): Promise<Embedded<Float32Array<ArrayBuffer>>> {
  let failed: 'to-load' | 'to-run' = 'to-load';
  try {
    loading ??= loadEmbedder();
    const embedText = await loading;
    failed = 'to-run';
    const embeddings: Float32Array<ArrayBuffer>[] = [];
    // One text at a time, so that no embedding depends on its neighbours and nothing is padded.
    for (const text of texts) embeddings.push(await embedText(text));
    return { embeddings };
  } catch {
    return { failed };
  }
}

addEventListener('message', async ({ data: texts }: MessageEvent<readonly string[]>) => {
  const embedded = await embed(texts);
  const transfer = 'embeddings' in embedded ? embedded.embeddings.map(({ buffer }) => buffer) : [];
  postMessage(embedded, { transfer });
});

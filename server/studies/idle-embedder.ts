import type { EmbeddingModel } from '../../core/embedding/model.ts';
import { oneAtATime } from './one-embedder.ts';
import type { LoadEmbedder } from './publish-all.ts';

/** A model that is loaded when it is needed, and freed when nobody has needed it for a while. */
export interface IdleEmbedder {
  /** Vectors of texts by a model, in order. Calls run one after the other, so that two models are never in memory. */
  embed(texts: readonly string[], model: EmbeddingModel): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** The model takes more memory than the rest of the server. */
const idleMs = 30_000;

export function createIdleEmbedder(load: LoadEmbedder): IdleEmbedder {
  const embedders = oneAtATime(load);
  let turn: Promise<unknown> = Promise.resolve();
  let users = 0;
  let idle: NodeJS.Timeout | undefined;
  return {
    async embed(texts, model) {
      clearTimeout(idle);
      users++;
      const vectors = turn.then(async () => (await embedders.of(model)).embed(texts));
      turn = vectors.catch(() => undefined);
      try {
        return await vectors;
      } finally {
        users--;
        if (users === 0) idle = setTimeout(() => void embedders.dispose(), idleMs).unref();
      }
    },
    async close() {
      clearTimeout(idle);
      await turn;
      await embedders.dispose();
    },
  };
}

import type { Embedder } from './embedder.ts';
import type { LoadEmbedder } from './publish-all.ts';

type Model = Pick<Embedder, 'embed' | 'dispose'>;

/** A model that is loaded when it is needed, and freed when nobody has needed it for a while. */
export interface IdleEmbedder {
  embed: Embedder['embed'];
  close(): Promise<void>;
}

/** The model takes more memory than the rest of the server. */
const idleMs = 30_000;

export function createIdleEmbedder(load: LoadEmbedder): IdleEmbedder {
  let model: Promise<Model> | undefined;
  let users = 0;
  let idle: NodeJS.Timeout | undefined;
  async function free(): Promise<void> {
    clearTimeout(idle);
    const loaded = model;
    model = undefined;
    // A model that could not be loaded has nothing to free.
    await loaded?.then(({ dispose }) => dispose()).catch(() => undefined);
  }
  return {
    async embed(texts, options) {
      clearTimeout(idle);
      users++;
      try {
        model ??= load();
        return await (await model).embed(texts, options);
      } catch (error) {
        model = undefined;
        throw error;
      } finally {
        users--;
        if (users === 0) idle = setTimeout(() => void free(), idleMs).unref();
      }
    },
    close: free,
  };
}

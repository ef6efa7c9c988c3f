import type { EmbeddingModel } from '../../core/embedding/model.ts';
import type { Embedder, LoadEmbedder } from './embedder.ts';

/** Loads the models that are asked for, and frees each before the next, so that two are never in memory. */
export function oneAtATime<Part extends Pick<Embedder, 'dispose'>>(load: LoadEmbedder<Part>) {
  let loaded: { readonly model: EmbeddingModel; readonly embedder: Part } | undefined;
  const dispose = async (): Promise<void> => {
    const before = loaded;
    loaded = undefined;
    await before?.embedder.dispose();
  };
  return {
    async of(model: EmbeddingModel): Promise<Part> {
      if (loaded?.model !== model) {
        await dispose();
        loaded = { model, embedder: await load(model) };
      }
      return loaded.embedder;
    },
    dispose,
  };
}

import { fileURLToPath } from 'node:url';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import { model } from '../../core/embedding/model.ts';
import { embedText, type LoadedModel } from '../../core/embedding/sentence.ts';

// The files in models/ are the only ones there are: nothing is looked for in a hub or a cache.
env.allowRemoteModels = false;
env.useFSCache = false;
env.localModelPath = fileURLToPath(new URL('../../models/', import.meta.url));

export interface EmbedOptions {
  readonly signal?: AbortSignal;
  /** Called after each text with the number of texts done. */
  readonly onProgress?: (done: number) => void;
}

export interface TextTokens {
  /** Those that stand for begin and end included. */
  readonly count: number;
  readonly unknownWords: readonly string[];
}

export interface Embedder {
  /**
   * One vector of length 1 and `model.dimensions` components for each text; the same for a text whatever stands beside
   * it.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /** What the model reads of a text: its number of tokens, and the words that it does not know. */
  tokens(text: string): TextTokens;
  /** Frees the model; the embedder cannot be used afterwards. */
  dispose(): Promise<void>;
}

/**
 * Loads the embedding model from `models/`, with `threads` threads for the work within one text. Texts are embedded one
 * by one: padding a batch to its longest text costs more than running texts alone.
 *
 * @throws {Error} when a file of the model is missing or broken
 */
export async function loadEmbedder({ threads = 1 }: { threads?: number } = {}): Promise<Embedder> {
  const tokenizer = await AutoTokenizer.from_pretrained(model.id);
  const network = await AutoModel.from_pretrained(model.id, {
    dtype: 'q8',
    device: 'cpu',
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  });

  const loaded: LoadedModel<Tensor> = {
    encode: (text) => tokenizer.encode(text),
    run: (inputs) => network(inputs),
    tensor: (values, shape) => new Tensor('int64', values, shape),
  };

  return {
    async embed(texts, { signal, onProgress } = {}) {
      const embeddings: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        embeddings.push(await embedText(loaded, text));
        onProgress?.(embeddings.length);
      }
      return embeddings;
    },
    tokens(text) {
      const isUnknown = (words: string) => tokenizer.encode(words).includes(tokenizer.unk_token_id);
      const words = isUnknown(text) ? text.split(/\s+/).filter(isUnknown) : [];
      return { count: tokenizer.encode(text).length, unknownWords: words };
    },
    async dispose() {
      await network.dispose();
    },
  };
}

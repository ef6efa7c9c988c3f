import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import { ChangedModel, type EmbeddingModel } from '../../core/embedding/model.ts';
import { embedText, type LoadedModel } from '../../core/embedding/sentence.ts';

// The files in models/ are the only ones there are: nothing is looked for in a hub or a cache.
env.allowRemoteModels = false;
env.useFSCache = false;
const folder = new URL('../../models/', import.meta.url);
env.localModelPath = fileURLToPath(folder);

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
  readonly model: EmbeddingModel;
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

/** Loads a model; the caller disposes of one before it asks for another. */
export type LoadEmbedder<Part = Embedder> = (model: EmbeddingModel) => Promise<Part>;

/**
 * Loads an embedding model from `models/`, with `threads` threads for the work within one text. Texts are embedded one
 * by one: padding a batch to its longest text costs more than running texts alone.
 *
 * @throws {ChangedModel} when its network is not the one that studies name
 * @throws {Error} when a file of the model is missing or broken
 */
export async function loadEmbedder(
  model: EmbeddingModel,
  { threads = 1 }: { threads?: number } = {},
): Promise<Embedder> {
  await checkNetwork(model);
  const tokenizer = await AutoTokenizer.from_pretrained(model.id);
  const network = await AutoModel.from_pretrained(model.id, {
    dtype: 'q8',
    device: 'cpu',
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  });

  const loaded: LoadedModel<Tensor> = {
    model,
    encode: (text) => tokenizer.encode(text),
    run: (inputs) => network(inputs),
    tensor: (values, shape) => new Tensor('int64', values, shape),
  };

  return {
    model,
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

async function checkNetwork({ id, sha256 }: EmbeddingModel): Promise<void> {
  const file = new URL(`${id}/onnx/model_quantized.onnx`, folder);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256) throw new ChangedModel(fileURLToPath(file));
}

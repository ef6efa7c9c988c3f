import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { ChangedModel, type EmbeddingModel } from '../../core/embedding/model.ts';
import { embedText, type LoadedModel } from '../../core/embedding/sentence.ts';
import { sha256 } from '../../core/protocol/canonical-json.ts';
import { withoutPieces } from './quick-pieces.ts';

/** A loaded model. */
export interface Embedder {
  /** A text's embedding: `dimensions` components of the model, of length 1. */
  readonly embed: (text: string) => Promise<Float32Array<ArrayBuffer>>;
  /** Frees its memory; it cannot be used afterwards. */
  readonly dispose: () => Promise<void>;
}

/** Points transformers.js at the files of this extension, and at nothing else. */
function useOwnFilesOnly(): void {
  const { origin } = globalThis.location;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = new URL('/models/', origin).href;
  // The files are on the disk already: a cache would only copy them, and outlive "erase everything".
  env.useBrowserCache = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) throw new Error('onnxruntime-web is missing from this build');
  // An object, because ONNX Runtime would import its glue code from a string; one thread, because more hang inside
  // workers.
  wasm.wasmPaths = { wasm: new URL(wasmUrl, origin).href };
  wasm.numThreads = 1;
}

/** Reads files as the browser does; on the way it looks at the hash of the network, and takes out the pieces. */
function checkedFiles(model: EmbeddingModel) {
  let restorePieces = (_tokenizer: object): void => {};
  return {
    async fetch(input: string | URL, init?: RequestInit): Promise<Response> {
      const response = await fetch(input, init);
      const { pathname } = new URL(input);
      if (!response.ok) return response;
      if (pathname.endsWith('.onnx')) {
        const bytes = await response.arrayBuffer();
        if ((await sha256(new Uint8Array(bytes))) !== model.sha256) throw new ChangedModel(model.id);
        return new Response(bytes, { headers: response.headers });
      }
      if (!pathname.endsWith('/tokenizer.json')) return response;
      const { file, restore } = withoutPieces(await response.json());
      restorePieces = restore;
      return Response.json(file);
    },
    restorePieces: (tokenizer: object) => restorePieces(tokenizer),
  };
}

/**
 * Loads a model that the extension carries; for use inside the worker only, and for one model at a time.
 *
 * @throws {ChangedModel} when its network is not the one that studies name
 * @throws {Error} when a file of the model is missing or broken
 */
export async function loadEmbedder(model: EmbeddingModel): Promise<Embedder> {
  useOwnFilesOnly();
  const files = checkedFiles(model);
  env.fetch = files.fetch;
  const [tokenizer, network] = await Promise.all([
    AutoTokenizer.from_pretrained(model.id),
    AutoModel.from_pretrained(model.id, { dtype: 'q8', device: 'wasm' }),
  ]);
  files.restorePieces(tokenizer);
  const loaded: LoadedModel<Tensor> = {
    model,
    encode: (text) => tokenizer.encode(text),
    run: (inputs) => network(inputs),
    tensor: (values, shape) => new Tensor('int64', values, shape),
  };
  return {
    embed: (text) => embedText(loaded, text),
    dispose: async () => {
      await network.dispose();
    },
  };
}

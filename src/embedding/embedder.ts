import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { model } from '../../core/embedding/model.ts';
import { cutTokens, sentenceEmbedding } from '../../core/embedding/sentence.ts';

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
  // An object, because ONNX Runtime would import its glue code from a string; one thread, because more hang inside workers.
  wasm.wasmPaths = { wasm: new URL(wasmUrl, origin).href };
  wasm.numThreads = 1;
}

/**
 * Loads the model that the extension carries; for use inside the worker only. The function it returns gives a text's embedding:
 * `model.dimensions` components, of length 1.
 *
 * @throws {Error} when a file of the model is missing or broken
 */
export async function loadEmbedder(): Promise<(text: string) => Promise<Float32Array<ArrayBuffer>>> {
  useOwnFilesOnly();
  const [tokenizer, network] = await Promise.all([
    AutoTokenizer.from_pretrained(model.id),
    AutoModel.from_pretrained(model.id, { dtype: 'q8', device: 'wasm' }),
  ]);
  return async (text) => {
    const ids = cutTokens(tokenizer.encode(text));
    const row = (values: BigInt64Array) => new Tensor('int64', values, [1, ids.length]);
    const { last_hidden_state } = await network({
      input_ids: row(BigInt64Array.from(ids, BigInt)),
      attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: row(new BigInt64Array(ids.length)),
    });
    return sentenceEmbedding(last_hidden_state.data);
  };
}

import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { model } from '../../core/embedding/model.ts';
import { embedText, type LoadedModel } from '../../core/embedding/sentence.ts';

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

/**
 * Loads the model that the extension carries; for use inside the worker only. The function it returns gives a text's
 * embedding: `model.dimensions` components, of length 1.
 *
 * @throws {Error} when a file of the model is missing or broken
 */
export async function loadEmbedder(): Promise<(text: string) => Promise<Float32Array<ArrayBuffer>>> {
  useOwnFilesOnly();
  const [tokenizer, network] = await Promise.all([
    AutoTokenizer.from_pretrained(model.id),
    AutoModel.from_pretrained(model.id, { dtype: 'q8', device: 'wasm' }),
  ]);
  const loaded: LoadedModel<Tensor> = {
    encode: (text) => tokenizer.encode(text),
    run: (inputs) => network(inputs),
    tensor: (values, shape) => new Tensor('int64', values, shape),
  };
  return (text) => embedText(loaded, text);
}

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EmbeddingModel } from '../core/embedding/model.ts';
import { repository } from '../harness/folders.ts';

const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));

/**
 * Takes lists of token ids and runs the network on each, alone; answers when all are done. Loads the network at the
 * first message.
 */
const worker = `
import * as ort from '/runtime/ort.wasm.bundle.min.mjs';
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: '/runtime/ort-wasm-simd-threaded.wasm' };
let session;
onmessage = async ({ data: lists }) => {
  session ??= await ort.InferenceSession.create('/model.onnx');
  for (const ids of lists) {
    const row = (values) => new ort.Tensor('int64', values, [1, ids.length]);
    await session.run({
      input_ids: row(BigInt64Array.from(ids, BigInt)),
      attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: row(new BigInt64Array(ids.length)),
    });
  }
  postMessage('done');
};
`;

const filesWith = (model: EmbeddingModel): Record<string, { type: string; read: () => Promise<Buffer | string> }> => ({
  '/': { type: 'text/html', read: async () => '<!doctype html><title>Bare ONNX Runtime</title>' },
  '/worker.js': { type: 'text/javascript', read: async () => worker },
  '/runtime/ort.wasm.bundle.min.mjs': {
    type: 'text/javascript',
    read: () => readFile(join(runtime, 'ort.wasm.bundle.min.mjs')),
  },
  '/runtime/ort-wasm-simd-threaded.wasm': {
    type: 'application/wasm',
    read: () => readFile(join(runtime, 'ort-wasm-simd-threaded.wasm')),
  },
  '/model.onnx': {
    type: 'application/octet-stream',
    read: () => readFile(join(repository, 'models', model.id, 'onnx/model_quantized.onnx')),
  },
});

/** Serves an empty page whose worker `/worker.js` is ONNX Runtime and the model, and nothing else of ours. */
export async function serveBareRuntime(model: EmbeddingModel): Promise<{ readonly origin: string; close(): void }> {
  const files = filesWith(model);
  const server = createServer(async ({ url = '' }, response) => {
    const file = files[url];
    if (!file) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(await file.read());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

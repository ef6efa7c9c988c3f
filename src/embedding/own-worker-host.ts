import { type Embedded, ModelFailure, type ModelHost } from './model-host.ts';

/** Runs the model in a worker of this page, which loads it at the first call. */
export function openWorkerHost(): ModelHost {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return {
    embed: (texts) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Embedded<Float32Array>>) =>
          'embeddings' in data ? resolve([...data.embeddings]) : reject(new ModelFailure(data.failed));
        worker.onerror = () => reject(new ModelFailure('and-stopped'));
        worker.onmessageerror = () => reject(new ModelFailure('and-stopped'));
        worker.postMessage(texts);
      }),
    close: async () => worker.terminate(),
  };
}

import type { Replied, WorkerLine } from './worker-messages.ts';

/** A worker of this page. */
export function openOwnWorker(): WorkerLine {
  const worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
  let heard: ((replied: Replied) => void) | null = null;
  const stopped = () => heard?.({ failed: 'and-stopped' });
  worker.onmessage = ({ data }: MessageEvent<Replied>) => heard?.(data);
  worker.onerror = stopped;
  worker.onmessageerror = stopped;
  return {
    ask: (asked) => worker.postMessage(asked),
    hear: (listener) => {
      heard = listener;
    },
    close: async () => worker.terminate(),
  };
}

import { Worker } from 'node:worker_threads';
import type { EmbeddedCorpus } from './embedded-corpus.ts';
import type { Job } from './evaluation-thread.ts';
import type { Result } from './run-experiment.ts';

/**
 * Runs jobs in threads of their own, in their order.
 *
 * @param onResult called with each result as it comes; what it has stored need not be done again
 * @throws {Error} when a thread fails, or `signal` aborts; the threads are ended at once
 */
export async function runJobs(
  corpus: EmbeddedCorpus,
  jobs: readonly Job[],
  {
    threads,
    signal,
    onResult,
  }: { readonly threads: number; readonly signal: AbortSignal; readonly onResult: (result: Result) => void },
): Promise<void> {
  signal.throwIfAborted();
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(new URL('./start-evaluation-thread.mjs', import.meta.url), { workerData: corpus }),
  );
  const queue = jobs.values();
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Whoever waits for the jobs hears of it; when they are done, nobody does.
  stopped.catch(() => undefined);
  try {
    const working = workers.map(async (worker) => {
      for (const job of queue) onResult(await answered(worker, job));
    });
    await Promise.race([Promise.all(working), stopped]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function answered(worker: Worker, job: Job): Promise<Result> {
  return new Promise((resolve, reject) => {
    const settled = (settle: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    const onMessage = (result: Result) => settled(() => resolve(result));
    const onError = (error: Error) => settled(() => reject(error));
    const onExit = () => settled(() => reject(new Error('a thread of the evaluation ended')));
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
    worker.postMessage(job);
  });
}

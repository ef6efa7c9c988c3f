import { Worker } from 'node:worker_threads';
import { rowsOf } from '../../core/evolution/pool.ts';
import { workOfFit } from '../../core/evolution/work-of-fit.ts';
import { type FitResult, type FitTask, TooFewTexts } from './fit-task.ts';
import type { FitMessage } from './fit-thread.ts';

export interface RunFitOptions {
  readonly signal: AbortSignal;
  /** Called with what is counted, how much of it is done, and about how much there is. */
  readonly onProgress: (what: string, done: number, of: number) => void;
}

/**
 * Fits in a thread of its own, which takes the embeddings of the pool over: the caller cannot read them any more.
 *
 * @throws {TooFewTexts} when the pool is too small for what is asked
 * @throws the reason of `signal` when it aborts; then the thread has ended and nothing is left behind
 */
export async function runFit(task: FitTask, { signal, onProgress }: RunFitOptions): Promise<FitResult> {
  signal.throwIfAborted();
  const expected = expectedWork(task);
  const texts = rowsOf(task.pool);
  // Handed over and not copied: the embeddings of 50 000 texts take 80 MB.
  const transferList = [task.pool.embeddings.buffer as ArrayBuffer];
  const thread = new Worker(new URL('./start-fit-thread.mjs', import.meta.url), { workerData: task, transferList });
  try {
    return await new Promise<FitResult>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      thread.on('message', (message: FitMessage) => {
        if (message.kind === 'progress')
          onProgress(fitting, million(Math.min(message.multiplyAdds, expected)), million(expected));
        else if (message.kind === 'compared') onProgress('texts of the pool compared', message.texts, texts);
        else if (message.kind === 'done') resolve(message.result);
        else reject(new TooFewTexts(message.message));
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the thread that fits has ended early')));
    });
  } finally {
    await thread.terminate();
  }
}

const fitting = 'million operations of the fit';
const million = (operations: number): number => Math.ceil(operations / 1e6);

/** Multiply-adds of the fit to all rounds and to all but the last, and of every choice of texts. */
const expectedWork = ({ pool, rounds, candidates, dataset }: FitTask): number =>
  workOfFit(
    pool,
    rounds.map((round) => round.candidates.length / pool.dimensions),
    [candidates, dataset, dataset].filter((count) => count > 0),
  );

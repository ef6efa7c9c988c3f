import { runFit } from './run-fit.ts';

/** The fits of a server. One runs at a time: each takes a processor for seconds, and memory for its pool. */
export interface Fits {
  /** Waits for its turn, and then fits as `runFit` does. */
  readonly run: typeof runFit;
}

/** @param run in a thread of its own, unless a test says otherwise */
export function createFits(run: typeof runFit = runFit): Fits {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run(task, options) {
      const result = turn.then(() => run(task, options));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}

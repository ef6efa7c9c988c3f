import { oneAtATime } from '../one-at-a-time.ts';
import type { ModelHost } from './model-host.ts';

/**
 * One model for all callers: calls run one after the other, and the host is opened at the first and after every
 * failure.
 */
export interface ModelQueue {
  /** Hands the open host to `use`. Aborting `signal` frees the model at once, whatever it is doing. */
  run<Result>(use: (host: ModelHost) => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** Frees the model once the calls before this one are done. */
  release(): Promise<void>;
}

export function createModelQueue(openHost: () => Promise<ModelHost>): ModelQueue {
  let host: Promise<ModelHost> | undefined;
  const inTurn = oneAtATime();

  async function openAndUse<Result>(use: (host: ModelHost) => Promise<Result>): Promise<Result> {
    host ??= openHost();
    return use(await host);
  }

  async function closeHost(): Promise<void> {
    const open = host;
    host = undefined;
    // What could not be opened need not be closed.
    const opened = await open?.catch(() => undefined);
    await opened?.close();
  }

  return {
    async run(use, signal) {
      const result = inTurn(async () => {
        signal.throwIfAborted();
        try {
          return await orAborted(openAndUse(use), signal);
        } catch (error) {
          await closeHost();
          throw error;
        }
      });
      // Also for a call that still waits for its turn.
      return orAborted(result, signal);
    },
    release: () => inTurn(closeHost),
  };
}

/** Settles like `work`, but at the latest when `signal` aborts. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

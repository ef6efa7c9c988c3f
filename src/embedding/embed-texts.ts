import { modelHost } from '../browser.ts';
import type { ModelHost } from './model-host.ts';
import { openOffscreenHost } from './offscreen-host.ts';
import { openWorkerHost } from './worker-host.ts';

let host: Promise<ModelHost> | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Embeds texts with the model that the extension carries, loading it when it is not loaded. Calls run one after the other. An
 * embedding has `model.dimensions` components and length 1.
 *
 * @param signal aborting it frees the model at once, whatever it is doing; give it a time limit
 * @throws {ModelFailure} when the model cannot be loaded or run, or the reason of `signal`
 */
export async function embedTexts(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
  if (texts.length === 0) return [];
  const embeddings = inTurn(async () => {
    signal.throwIfAborted();
    try {
      return await orAborted(openAndEmbed(texts), signal);
    } catch (error) {
      await closeHost();
      throw error;
    }
  });
  return orAborted(embeddings, signal);
}

/** Frees the model once the calls before this one are done. */
export const releaseModel = (): Promise<void> => inTurn(closeHost);

async function openAndEmbed(texts: readonly string[]): Promise<Float32Array[]> {
  host ??= modelHost === 'offscreen' ? openOffscreenHost() : Promise.resolve(openWorkerHost());
  return (await host).embed(texts);
}

async function closeHost(): Promise<void> {
  const open = host;
  host = undefined;
  // What could not be opened need not be closed.
  await open?.then(
    ({ close }) => close(),
    () => {},
  );
}

function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
  const turn = queue.then(task);
  queue = turn.catch(() => {});
  return turn;
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

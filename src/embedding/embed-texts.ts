import { modelHost } from '../browser.ts';
import { createModelQueue } from './model-queue.ts';
import { openOffscreenHost } from './offscreen-host.ts';
import { openWorkerHost } from './own-worker-host.ts';

const queue = createModelQueue(async () => (modelHost === 'offscreen' ? openOffscreenHost() : openWorkerHost()));

/**
 * Embeds texts with the model that the extension carries, loading it when it is not loaded. Calls run one after the
 * other. An embedding has `model.dimensions` components and length 1.
 *
 * @param signal aborting it frees the model at once, whatever it is doing; give it a time limit
 * @throws {ModelFailure} when the model cannot be loaded or run; or the reason of `signal`
 */
export const embedTexts = (texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> =>
  queue.embed(texts, signal);

/** Frees the model once the calls before this one are done. */
export const releaseModel = (): Promise<void> => queue.release();

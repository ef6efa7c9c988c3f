import type { EmbeddingModel } from '../../core/embedding/model.ts';
import { modelHost } from '../browser.ts';
import type { AnswerRounds, RoundKey } from '../device.ts';
import { hostOf } from './model-host.ts';
import { createModelQueue } from './model-queue.ts';
import { openOffscreenWorker } from './offscreen-worker.ts';
import { openOwnWorker } from './own-worker.ts';

const queue = createModelQueue(async () =>
  hostOf(modelHost === 'offscreen' ? await openOffscreenWorker() : openOwnWorker()),
);

/**
 * Embeds texts with a model that the extension carries, loading it in the place of another when it is not loaded. Calls
 * run one after the other. An embedding has `model.dimensions` components and length 1.
 *
 * @param signal aborting it frees the model at once, whatever it is doing; give it a time limit
 * @throws {ModelFailure | ChangedModel} when the model cannot be loaded or run; or the reason of `signal`
 */
export const embedTexts = async (
  texts: readonly string[],
  model: EmbeddingModel,
  signal: AbortSignal,
): Promise<Float32Array[]> => (texts.length === 0 ? [] : queue.run((host) => host.embed(texts, model), signal));

/**
 * Gets the worker ready to answer rounds: their material is read and the model of the first is loaded, and no draft is
 * read.
 *
 * @returns what answers them, or some of them; until it is called nothing depends on drafts
 * @throws {ModelFailure | ChangedModel} when the model or the material cannot be loaded; or the reason of `signal`
 */
export async function prepareAnswers(rounds: readonly RoundKey[], signal: AbortSignal): Promise<AnswerRounds> {
  await queue.run((host) => host.prepare(rounds), signal);
  return (chosen, found, box) => queue.run((host) => host.answer(chosen, found), box);
}

/** Frees the model once the calls before this one are done. */
export const releaseModel = (): Promise<void> => queue.release();

import { ChangedModel, type EmbeddingModel, models } from '../core/embedding/model.ts';
import { randomBlocks } from '../core/privacy/random-blocks.ts';
import { type PreparedAnswers, prepareAnswering } from './donation/answer-rounds.ts';
import { type Embedder, loadEmbedder } from './embedding/embedder.ts';
import type { Asked, Failure, Replied } from './embedding/worker-messages.ts';
import { sharedDatabase } from './storage/database.ts';

// The one worker of the extension: it runs the model, and all work on drafts. Nothing is randomised here.

const random = randomBlocks((length) => crypto.getRandomValues(new Uint8Array(length)));
const database = sharedDatabase();
let loaded: { readonly model: EmbeddingModel; readonly embedder: Promise<Embedder> } | undefined;
let prepared: PreparedAnswers | undefined;

/** Loads a model; frees the other one first, so that two are never in memory. */
async function useModel(model: EmbeddingModel): Promise<Embedder['embed']> {
  if (loaded && loaded.model !== model) {
    const before = loaded.embedder;
    loaded = undefined;
    await before.then((embedder) => embedder.dispose()).catch(() => undefined);
  }
  loaded ??= { model, embedder: loadEmbedder(model) };
  return (await loaded.embedder).embed;
}

const reply = (replied: Replied, transfer: Transferable[] = []): void => postMessage(replied, { transfer });

const loadFailure = (error: unknown): Failure => (error instanceof ChangedModel ? 'was-changed' : 'to-load');

async function embed(texts: readonly string[], id: string): Promise<void> {
  const model = models.find((each) => each.id === id);
  if (!model) return reply({ failed: 'to-load' });
  const embedText = await useModel(model).catch((error: unknown) => reply({ failed: loadFailure(error) }));
  if (!embedText) return;
  const embeddings: Float32Array<ArrayBuffer>[] = [];
  try {
    // One text at a time, so that no embedding depends on its neighbours and nothing is padded.
    for (const text of texts) embeddings.push(await embedText(text));
  } catch {
    return reply({ failed: 'to-run' });
  }
  reply(
    { embeddings },
    embeddings.map(({ buffer }) => buffer),
  );
}

addEventListener('message', async ({ data: asked }: MessageEvent<Asked>) => {
  if ('answer' in asked) {
    for await (const answer of prepared?.answers(asked.answer, random, Date.now()) ?? []) reply({ answer });
    reply({ finished: true });
  } else if ('prepare' in asked) {
    prepared = undefined;
    try {
      prepared = await prepareAnswering(database, asked.prepare, useModel);
      reply({ finished: true });
    } catch (error) {
      reply({ failed: loadFailure(error) });
    }
  } else {
    await embed(asked.embed, asked.model);
  }
});

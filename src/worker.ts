import { randomBlocks } from '../core/privacy/random-blocks.ts';
import { type PreparedAnswers, prepareAnswering } from './donation/answer-rounds.ts';
import { loadEmbedder } from './embedding/embedder.ts';
import type { Asked, Replied } from './embedding/worker-messages.ts';
import { sharedDatabase } from './storage/database.ts';

// The one worker of the extension: it runs the model, and all work on drafts. Nothing is randomised here.

const random = randomBlocks((length) => crypto.getRandomValues(new Uint8Array(length)));
const database = sharedDatabase();
let loading: ReturnType<typeof loadEmbedder> | undefined;
let prepared: PreparedAnswers | undefined;

const loadModel = (): ReturnType<typeof loadEmbedder> => {
  loading ??= loadEmbedder();
  return loading;
};

const reply = (replied: Replied, transfer: Transferable[] = []): void => postMessage(replied, { transfer });

async function embed(texts: readonly string[]): Promise<void> {
  const embedText = await loadModel().catch(() => undefined);
  if (!embedText) return reply({ failed: 'to-load' });
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
    prepared = await prepareAnswering(database, asked.prepare, loadModel).catch(() => undefined);
    reply(prepared ? { finished: true } : { failed: 'to-load' });
  } else {
    await embed(asked);
  }
});

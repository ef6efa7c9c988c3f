import { expect, test } from 'vitest';
import { englishModel } from '../../../../core/embedding/model.ts';
import { ModelFailure, type ModelHost } from '../../../../src/embedding/model-host.ts';
import { createModelQueue, type ModelQueue } from '../../../../src/embedding/model-queue.ts';

/** A host whose calls the test settles itself, and which writes down what happens to it. */
function stage() {
  const events: string[] = [];
  const calls: { resolve: (vectors: Float32Array[]) => void; reject: (error: Error) => void }[] = [];
  const open = async (): Promise<ModelHost> => {
    events.push('open');
    return {
      embed: ([text]) => {
        events.push(`embed ${text}`);
        return new Promise((resolve, reject) => calls.push({ resolve, reject }));
      },
      prepare: async () => {},
      answer: async () => {},
      close: async () => void events.push('close'),
    };
  };
  return { events, calls, queue: createModelQueue(open) };
}

const embed = (queue: ModelQueue, texts: readonly string[], signal: AbortSignal) =>
  queue.run((host) => host.embed(texts, englishModel), signal);
const never = new AbortController().signal;
const vectors = [new Float32Array([1, 0])];
/** Lets everything happen that can happen without the test. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the model is opened at the first call, kept for the next one, and closed on release', async () => {
  const { events, calls, queue } = stage();
  const first = embed(queue, ['a'], never);
  const second = embed(queue, ['b'], never);
  const released = queue.release();
  await settled();
  expect(events).toEqual(['open', 'embed a']);
  calls[0]?.resolve(vectors);
  expect(await first).toBe(vectors);
  await settled();
  expect(events).toEqual(['open', 'embed a', 'embed b']);
  calls[1]?.resolve(vectors);
  await second;
  await released;
  expect(events).toEqual(['open', 'embed a', 'embed b', 'close']);
});

test('a call that never answers ends with its signal, the model is freed, and the next call opens another', async () => {
  const { events, calls, queue } = stage();
  const controller = new AbortController();
  const hanging = embed(queue, ['a'], controller.signal);
  const next = embed(queue, ['b'], never);
  await settled();
  controller.abort(new Error('time is up'));
  await expect(hanging).rejects.toThrow('time is up');
  await settled();
  expect(events).toEqual(['open', 'embed a', 'close', 'open', 'embed b']);
  calls[1]?.resolve(vectors);
  expect(await next).toBe(vectors);
});

test('a call that is aborted while it waits leaves the running one alone', async () => {
  const { events, calls, queue } = stage();
  const running = embed(queue, ['a'], never);
  const controller = new AbortController();
  const waiting = embed(queue, ['b'], controller.signal);
  await settled();
  controller.abort(new Error('not needed any more'));
  await expect(waiting).rejects.toThrow('not needed any more');
  calls[0]?.resolve(vectors);
  expect(await running).toBe(vectors);
  await queue.release();
  expect(events).toEqual(['open', 'embed a', 'close']);
});

test('after a failure the model is closed, and opened anew for the next call', async () => {
  const { events, calls, queue } = stage();
  const failing = embed(queue, ['a'], never);
  await settled();
  calls[0]?.reject(new ModelFailure('to-load'));
  await expect(failing).rejects.toThrow('the text model failed to load');
  const next = embed(queue, ['b'], never);
  await settled();
  calls[1]?.resolve(vectors);
  await next;
  expect(events).toEqual(['open', 'embed a', 'close', 'open', 'embed b']);
});

test('a host that cannot be opened fails its call and nothing else', async () => {
  let attempts = 0;
  const queue = createModelQueue(async () => {
    attempts++;
    throw new Error(`no host, attempt ${attempts}`);
  });
  await expect(embed(queue, ['a'], never)).rejects.toThrow('attempt 1');
  await expect(embed(queue, ['a'], never)).rejects.toThrow('attempt 2');
  await queue.release();
});

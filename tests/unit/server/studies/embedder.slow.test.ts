import { afterAll, beforeAll, expect, test } from 'vitest';
import { model } from '../../../../core/embedding/model.ts';
import { cosine, referenceEmbeddings } from '../../../../harness/reference-embeddings.ts';
import { type Embedder, loadEmbedder } from '../../../../server/studies/embedder.ts';

let embedder: Embedder;
beforeAll(async () => {
  embedder = await loadEmbedder();
});
afterAll(() => embedder.dispose());

const texts = referenceEmbeddings.map(({ text }) => text);

test('every message is within a cosine of .999 of the float model, and of length 1', async () => {
  expect(texts).toHaveLength(64);
  const embeddings = await embedder.embed(texts);
  const cosines = referenceEmbeddings.map(({ floatEmbedding }, i) => cosine(embeddings[i] ?? [], floatEmbedding));
  expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.999);
  for (const embedding of embeddings) {
    expect(embedding).toHaveLength(model.dimensions);
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
  }
});

test('different messages have different embeddings', async () => {
  const [tickets, again, soup] = await embedder.embed([
    'Does anyone want two tickets for the hockey game?',
    'I have two spare tickets for the hockey match, who wants them?',
    'The soup needs more salt.',
  ]);
  expect(cosine(tickets ?? [], again ?? [])).toBeGreaterThan(0.8);
  expect(cosine(tickets ?? [], soup ?? [])).toBeLessThan(0.3);
});

test('an embedding does not depend on what stands beside the text', async () => {
  const together = await embedder.embed(texts);
  const backwards = (await embedder.embed(texts.toReversed())).toReversed();
  const alone = await Promise.all(texts.map(async (text) => (await embedder.embed([text]))[0]));
  const cosines = together.flatMap((one, i) => [cosine(one, backwards[i] ?? []), cosine(one, alone[i] ?? [])]);
  expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.9999);
});

test('texts are cut at 256 tokens: what stands behind changes nothing', async () => {
  const start = 'word '.repeat(300);
  const [short, long, other] = await embedder.embed([start, `${start} and much more`, `other ${start}`]);
  expect(Array.from(short ?? [])).toEqual(Array.from(long ?? []));
  expect(Array.from(short ?? [])).not.toEqual(Array.from(other ?? []));
});

test('no texts give no embeddings', async () => {
  expect(await embedder.embed([])).toEqual([]);
});

test('progress counts texts, and an abort stops between two texts', async () => {
  const progress: number[] = [];
  const controller = new AbortController();
  const onProgress = (done: number) => {
    progress.push(done);
    if (done === 2) controller.abort();
  };
  const embedding = embedder.embed(['one', 'two', 'three'], { onProgress, signal: controller.signal });
  await expect(embedding).rejects.toThrow(/abort/i);
  expect(progress).toEqual([1, 2]);
});

test('tells how many tokens a text has, and which words the model does not know', () => {
  expect(embedder.tokens('a b c')).toEqual({ count: 5, unknownWords: [] });
  expect(embedder.tokens('word '.repeat(300)).count).toBe(302);
  expect(embedder.tokens('our 🦖 eats สวัสดี').unknownWords).toEqual(['🦖', 'สวัสดี']);
  expect(embedder.tokens('').count).toBe(2);
});

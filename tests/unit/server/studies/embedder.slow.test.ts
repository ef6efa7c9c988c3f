import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChangedModel, englishModel as model, multilingualModel } from '../../../../core/embedding/model.ts';
import { cosine, multilingualEmbeddings, referenceEmbeddings } from '../../../../harness/reference-embeddings.ts';
import { type Embedder, loadEmbedder } from '../../../../server/studies/embedder.ts';
import { oneAtATime } from '../../../../server/studies/one-embedder.ts';

let embedder: Embedder;
beforeAll(async () => {
  embedder = await loadEmbedder(model);
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

describe('the second model', () => {
  let multilingual: Embedder;
  beforeAll(async () => {
    multilingual = await loadEmbedder(multilingualModel);
  });
  afterAll(() => multilingual.dispose());

  test('stays near its source in sixteen languages: a mean cosine of .98, and none below .95', async () => {
    expect(multilingualEmbeddings).toHaveLength(64);
    expect(new Set(multilingualEmbeddings.map(({ language }) => language)).size).toBe(16);
    const embeddings = await multilingual.embed(multilingualEmbeddings.map(({ text }) => text));
    const cosines = multilingualEmbeddings.map(({ embedding }, i) => cosine(embeddings[i] ?? [], embedding));
    expect(cosines.reduce((sum, each) => sum + each, 0) / cosines.length).toBeGreaterThanOrEqual(0.98);
    expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.95);
    for (const embedding of embeddings) expect(embedding).toHaveLength(multilingualModel.dimensions);
  });

  test('finds the same meaning in two languages', async () => {
    const [german, english, other] = await multilingual.embed([
      'Mein Zug hat eine Stunde Verspätung.',
      'My train is an hour late.',
      'The soup needs more salt.',
    ]);
    expect(cosine(german ?? [], english ?? [])).toBeGreaterThan(0.7);
    expect(cosine(german ?? [], other ?? [])).toBeLessThan(0.4);
  });

  test('cuts long texts at its own number of tokens, and knows other words than the first', async () => {
    const start = 'Wort '.repeat(300);
    const [short, long] = await multilingual.embed([start, `${start} und viel mehr`]);
    expect(Array.from(short ?? [])).toEqual(Array.from(long ?? []));
    expect(multilingual.tokens('สวัสดี mein 𒀀 Freund').unknownWords).toEqual(['𒀀']);
  });
});

test('a network that is not the one that studies name is not loaded', async () => {
  const another = { ...model, sha256: multilingualModel.sha256 };
  await expect(loadEmbedder(another)).rejects.toThrow(ChangedModel);
  await expect(loadEmbedder(another)).rejects.toThrow(/model_quantized\.onnx was changed: its SHA-256 is not the one/);
});

test('of several models one is loaded at a time', async () => {
  const events: string[] = [];
  const embedders = oneAtATime(async ({ id }) => {
    events.push(`load ${id}`);
    return { dispose: async () => void events.push(`free ${id}`) };
  });
  for (const each of [model, model, multilingualModel]) await embedders.of(each);
  await embedders.dispose();
  const [first, second] = [model.id, multilingualModel.id];
  expect(events).toEqual([`load ${first}`, `free ${first}`, `load ${second}`, `free ${second}`]);
});

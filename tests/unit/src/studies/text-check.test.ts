import { describe, expect, it } from 'vitest';
import { decodeEmbeddings, encodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { ChangedModel, type EmbeddingModel, englishModel } from '../../../../core/embedding/model.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { checkTexts, rowsToCheck } from '../../../../src/studies/text-check.ts';
import { embedText } from '../study-world.ts';

const never = new AbortController().signal;
const texts = Array.from({ length: 12 }, (_, i) => `text number ${i}`);
const embeddings = decodeEmbeddings(encodeEmbeddings(texts.map(embedText)));
const device = { random: seededRandom(1), embed: async (some: readonly string[]) => some.map(embedText) };

describe('the rows to check', () => {
  it('are all up to 200', () => {
    expect(rowsToCheck(200, seededRandom(1))).toEqual(Array.from({ length: 200 }, (_, row) => row));
  });

  it('are 20 distinct random ones of more, other ones each time', () => {
    const random = seededRandom(1);
    const [first, second] = [rowsToCheck(5_000, random), rowsToCheck(5_000, random)];
    for (const rows of [first, second]) {
      expect(new Set(rows).size).toBe(20);
      expect(rows.every((row) => row >= 0 && row < 5_000)).toBe(true);
    }
    expect(first).not.toEqual(second);
  });
});

describe('checking texts against their embeddings', () => {
  it('passes vectors of the same texts, through the int8 codec', async () => {
    expect(await checkTexts(device, { texts, embeddings }, englishModel, never)).toBe('fits');
  });

  it('refuses one exchanged text', async () => {
    const exchanged = texts.map((text, i) => (i === 7 ? 'harmless words' : text));
    expect(await checkTexts(device, { texts: exchanged, embeddings }, englishModel, never)).toBe('differs');
  });

  /** The vector of a text, turned until its cosine with the vector of the text is `cosine`. */
  function turned(text: string, cosine: number): Float32Array {
    const along = embedText(text);
    const length = Math.hypot(...along);
    const across = embedText(`${text} turned`);
    const dot = across.reduce((sum, value, i) => sum + value * ((along[i] ?? 0) / length), 0);
    const rest = across.map((value, i) => value - (dot * (along[i] ?? 0)) / length);
    const restLength = Math.hypot(...rest);
    const sine = Math.sqrt(1 - cosine ** 2);
    return along.map((value, i) => (cosine * value) / length + (sine * (rest[i] ?? 0)) / restLength);
  }
  it.each([
    ['above the bound', 0.995, 'fits'],
    ['just above the bound', 0.9905, 'fits'],
    ['just below the bound', 0.9895, 'differs'],
    ['below the bound', 0.98, 'differs'],
  ] as const)('judges a vector %s: cosine %f %s', async (_where, cosine, finding) => {
    const embed = async (some: readonly string[]) =>
      some.map((text, i) => (i === 3 ? turned(text, cosine) : embedText(text)));
    expect(await checkTexts({ ...device, embed }, { texts, embeddings }, englishModel, never)).toBe(finding);
  });

  it('refuses a model whose vectors are no numbers', async () => {
    const broken = { ...device, embed: async () => texts.map(() => new Float32Array(384).fill(Number.NaN)) };
    expect(await checkTexts(broken, { texts, embeddings }, englishModel, never)).toBe('differs');
  });

  it('says when the model failed, which proves nothing about the texts', async () => {
    const failing = { ...device, embed: () => Promise.reject(new Error('x')) };
    expect(await checkTexts(failing, { texts, embeddings }, englishModel, never)).toBe('model-failed');
    const silent = { ...device, embed: async () => [] };
    expect(await checkTexts(silent, { texts, embeddings }, englishModel, never)).toBe('model-failed');
  });

  it('says when the file of the model was changed', async () => {
    const changed = { ...device, embed: () => Promise.reject(new ChangedModel('the model')) };
    expect(await checkTexts(changed, { texts, embeddings }, englishModel, never)).toBe('model-changed');
  });

  it('tells the model to stop when the donation is stopped', async () => {
    const stop = new AbortController();
    let told: AbortSignal | undefined;
    const embed = async (some: readonly string[], _model: EmbeddingModel, signal: AbortSignal) => {
      told = signal;
      return some.map(embedText);
    };
    await checkTexts({ ...device, embed }, { texts, embeddings }, englishModel, stop.signal);
    expect(told?.aborted).toBe(false);
    stop.abort();
    expect(told?.aborted).toBe(true);
  });

  it('needs no model for a poll', async () => {
    const unused = { ...device, embed: () => Promise.reject(new Error('unused')) };
    expect(await checkTexts(unused, { texts, embeddings: null }, englishModel, never)).toBe('fits');
  });
});

import { expect, test } from 'vitest';
import { model } from '../../../../core/embedding/model.ts';
import { cutTokens, sentenceEmbedding } from '../../../../core/embedding/sentence.ts';

test('a text that fits is not cut', () => {
  const ids = Array.from({ length: model.maxTokens }, (_, i) => i);
  expect(cutTokens(ids)).toEqual(ids);
});

test('a text that is too long keeps its beginning and its closing token', () => {
  const ids = Array.from({ length: model.maxTokens + 7 }, (_, i) => i);
  const cut = cutTokens(ids);
  expect(cut).toHaveLength(model.maxTokens);
  expect(cut.slice(0, -1)).toEqual(ids.slice(0, model.maxTokens - 1));
  expect(cut.at(-1)).toBe(ids.at(-1));
});

test('a sentence is the mean of its tokens, of length 1', () => {
  const hidden = new Float32Array(2 * model.dimensions);
  hidden.set([3, 0], 0);
  hidden.set([0, 4], model.dimensions);
  const embedding = sentenceEmbedding(hidden);
  expect(embedding[0]).toBeCloseTo(0.6, 6);
  expect(embedding[1]).toBeCloseTo(0.8, 6);
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
});

test('what is not a layer of the model, or has no direction, is refused', () => {
  expect(() => sentenceEmbedding(new Float32Array(0))).toThrow(/rows of 384 components/);
  expect(() => sentenceEmbedding(new Float32Array(385))).toThrow(/rows of 384 components/);
  expect(() => sentenceEmbedding(new Float32Array(384))).toThrow(/non-zero mean/);
  expect(() => sentenceEmbedding(new Float32Array(384).fill(Number.NaN))).toThrow(/finite/);
});

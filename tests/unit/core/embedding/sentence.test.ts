import { expect, test } from 'vitest';
import { englishModel as model, multilingualModel } from '../../../../core/embedding/model.ts';
import { cutTokens, embedText, sentenceEmbedding } from '../../../../core/embedding/sentence.ts';

test('a text that fits is not cut', () => {
  const ids = Array.from({ length: model.maxTokens }, (_, i) => i);
  expect(cutTokens(ids, model)).toEqual(ids);
  expect(cutTokens([101, 7, 102], model)).toEqual([101, 7, 102]);
});

test('a text that is too long keeps its beginning and its closing token', () => {
  const ids = Array.from({ length: model.maxTokens + 7 }, (_, i) => i);
  const cut = cutTokens(ids, model);
  expect(cut).toHaveLength(model.maxTokens);
  expect(cut.slice(0, -1)).toEqual(ids.slice(0, model.maxTokens - 1));
  expect(cut.at(-1)).toBe(ids.at(-1));
});

test('a sentence is the mean of its tokens, of length 1', () => {
  const hidden = new Float32Array(2 * model.dimensions);
  hidden.set([3, 0], 0);
  hidden.set([0, 4], model.dimensions);
  const embedding = sentenceEmbedding(hidden, model);
  expect(embedding[0]).toBeCloseTo(0.6, 6);
  expect(embedding[1]).toBeCloseTo(0.8, 6);
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
});

test('what is not a layer of the model, or has no direction, is refused', () => {
  expect(() => sentenceEmbedding(new Float32Array(0), model)).toThrow(/rows of 384 components/);
  expect(() => sentenceEmbedding(new Float32Array(385), model)).toThrow(/rows of 384 components/);
  expect(() => sentenceEmbedding(new Float32Array(384), model)).toThrow(/non-zero mean/);
  expect(() => sentenceEmbedding(new Float32Array(384).fill(Number.NaN), model)).toThrow(/finite/);
});

test('of a network that gives one vector for a text, that vector is the embedding, and only one', () => {
  const output = new Float32Array(multilingualModel.dimensions);
  output.set([0, 3, 4]);
  const embedding = sentenceEmbedding(output, multilingualModel);
  expect(embedding[1]).toBeCloseTo(0.6, 6);
  const two = new Float32Array(2 * multilingualModel.dimensions).fill(1);
  expect(() => sentenceEmbedding(two, multilingualModel)).toThrow(/rows of 512 components \(embedding\)/);
});

/** A model whose tensors are plain values, and whose last layer depends on nothing. */
const modelOf = (ids: readonly number[]) => {
  const seen: unknown[] = [];
  const lastLayer = new Float32Array(model.dimensions).fill(2);
  return {
    seen,
    loaded: {
      model,
      encode: () => ids,
      tensor: (values: BigInt64Array, shape: [number, number]) => ({ values: [...values], shape }),
      run: async (inputs: unknown) => {
        seen.push(inputs);
        return { last_hidden_state: { data: lastLayer } };
      },
    },
  };
};

test('the model reads one row of tokens, all attended to, all of one segment', async () => {
  const { loaded, seen } = modelOf([101, 7, 102]);
  const embedding = await embedText(loaded, 'a text');
  expect(seen).toEqual([
    {
      input_ids: { values: [101n, 7n, 102n], shape: [1, 3] },
      attention_mask: { values: [1n, 1n, 1n], shape: [1, 3] },
      token_type_ids: { values: [0n, 0n, 0n], shape: [1, 3] },
    },
  ]);
  expect(embedding).toHaveLength(model.dimensions);
  expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
});

test('the model reads no more tokens of a long text than it was made for', async () => {
  const { loaded, seen } = modelOf(Array.from({ length: 400 }, (_, i) => i));
  await embedText(loaded, 'a long text');
  expect(seen).toMatchObject([{ input_ids: { shape: [1, model.maxTokens] } }]);
});

import { model } from './model.ts';

/**
 * Cuts the token ids of a text to what the model reads, keeping its closing [SEP] as the original implementation does.
 * transformers.js drops it, which costs long texts .001 of cosine.
 *
 * @param ids token ids with [CLS] first and [SEP] last
 */
export const cutTokens = (ids: readonly number[]): readonly number[] =>
  ids.length <= model.maxTokens ? ids : [...ids.slice(0, model.maxTokens - 1), ids.at(-1) as number];

/**
 * Embedding of one text: the mean over its tokens of the model's last layer, brought to length 1.
 *
 * @param lastHiddenState one row of `model.dimensions` components a token, no padding
 * @throws {RangeError} when the rows are not whole, or their mean has no direction
 */
export function sentenceEmbedding(lastHiddenState: Float32Array): Float32Array<ArrayBuffer> {
  const { dimensions } = model;
  if (lastHiddenState.length === 0 || lastHiddenState.length % dimensions !== 0)
    throw new RangeError(`last hidden state: expected rows of ${dimensions} components`);
  const sum = new Float64Array(dimensions);
  for (let i = 0; i < lastHiddenState.length; i++) {
    sum[i % dimensions] = (sum[i % dimensions] as number) + (lastHiddenState[i] as number);
  }
  // The mean's divisor cancels against the length.
  const length = Math.hypot(...sum);
  if (!(length > 0 && Number.isFinite(length)))
    throw new RangeError('last hidden state: expected a finite, non-zero mean');
  return Float32Array.from(sum, (component) => component / length);
}

/** The network's inputs for one text: one row of token ids, all attended to, all of one segment. */
interface Inputs<Tensor> {
  readonly input_ids: Tensor;
  readonly attention_mask: Tensor;
  readonly token_type_ids: Tensor;
}

/** What transformers.js gives each side: its tokenizer, its network, and a way to make an int64 tensor. */
export interface LoadedModel<Tensor> {
  encode(text: string): readonly number[];
  run(inputs: Inputs<Tensor>): Promise<{ readonly last_hidden_state: { readonly data: Float32Array } }>;
  tensor(values: BigInt64Array, shape: [number, number]): Tensor;
}

/**
 * Embedding of one text, by the same steps on the device and on the server: `model.dimensions` components, of length 1.
 *
 * @throws {RangeError} as `sentenceEmbedding`
 */
export async function embedText<Tensor>(
  { encode, run, tensor }: LoadedModel<Tensor>,
  text: string,
): Promise<Float32Array<ArrayBuffer>> {
  const ids = cutTokens(encode(text));
  const row = (values: BigInt64Array) => tensor(values, [1, ids.length]);
  const { last_hidden_state } = await run({
    input_ids: row(BigInt64Array.from(ids, BigInt)),
    attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: row(new BigInt64Array(ids.length)),
  });
  return sentenceEmbedding(last_hidden_state.data);
}

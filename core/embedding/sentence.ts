import type { EmbeddingModel } from './model.ts';

/**
 * Cuts the token ids of a text to what the model reads, keeping its closing token as the original implementation does.
 * transformers.js drops it, which costs long texts .001 of cosine.
 *
 * @param ids token ids with the opening token first and the closing one last
 */
export const cutTokens = (
  ids: readonly number[],
  { maxTokens }: Pick<EmbeddingModel, 'maxTokens'>,
): readonly number[] => (ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ids.at(-1) as number]);

/**
 * Embedding of one text: what the network gives for it, or the mean over its tokens of what it gives for each, brought
 * to length 1.
 *
 * @param lastHiddenState rows of `dimensions` components, no padding: one a token, or one alone
 * @throws {RangeError} when the rows are not whole, or their mean has no direction
 */
export function sentenceEmbedding(
  lastHiddenState: Float32Array,
  { dimensions, output }: Pick<EmbeddingModel, 'dimensions' | 'output'>,
): Float32Array<ArrayBuffer> {
  const rows = lastHiddenState.length / dimensions;
  if (rows === 0 || !Number.isInteger(rows) || (output === 'embedding' && rows !== 1))
    throw new RangeError(`last hidden state: expected rows of ${dimensions} components (${output})`);
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
  readonly model: EmbeddingModel;
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
  { model, encode, run, tensor }: LoadedModel<Tensor>,
  text: string,
): Promise<Float32Array<ArrayBuffer>> {
  const ids = cutTokens(encode(text), model);
  const row = (values: BigInt64Array) => tensor(values, [1, ids.length]);
  const { last_hidden_state } = await run({
    input_ids: row(BigInt64Array.from(ids, BigInt)),
    attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: row(new BigInt64Array(ids.length)),
  });
  return sentenceEmbedding(last_hidden_state.data, model);
}

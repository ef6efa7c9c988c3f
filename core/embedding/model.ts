import { type Sha256, sha256Schema } from '../ids.ts';

/**
 * The embedding model that both sides carry in `models/<id>/`; a study names it by id and by the hash of its ONNX
 * file.
 */
export const model: {
  readonly id: string;
  readonly sha256: Sha256;
  readonly dimensions: number;
  /** Longer texts are cut to this many tokens, [CLS] and [SEP] included. */
  readonly maxTokens: number;
  /** Languages that it understands (BCP 47). */
  readonly languages: readonly string[];
} = {
  id: 'all-MiniLM-L6-v2-int8',
  sha256: sha256Schema.parse('e36ea098bacec822723e421a92053c5bd91b9a3c27bc6534498cebf45cf2e771'),
  dimensions: 384,
  maxTokens: 256,
  languages: ['en'],
};

/**
 * Cosine of a text's embedding, made anew, and the vector that a round states for it, below which the vector does not
 * belong to the text: int8 rounding and differences between runtimes stay above .999.
 */
export const leastOwnCosine = 0.99;

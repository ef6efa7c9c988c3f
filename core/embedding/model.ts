import { type Sha256, sha256Schema } from '../ids.ts';

/** An embedding model that both sides carry in `models/<id>/`. */
export interface EmbeddingModel {
  readonly id: string;
  /** Of its ONNX file. A study names a model by id and by this hash. */
  readonly sha256: Sha256;
  readonly dimensions: number;
  /** Longer texts are cut to this many tokens, those that stand for begin and end included. */
  readonly maxTokens: number;
  /** What its network gives for a text: a row for each token, whose mean is the embedding, or the embedding itself. */
  readonly output: 'row-a-token' | 'embedding';
  /** Languages that it understands (BCP 47). */
  readonly languages: readonly string[];
  /** SPDX identifier. */
  readonly licence: string;
  /**
   * A `minSimilarity` to begin with, measured on the messages of evaluation/languages. Similarities of one model mean
   * nothing to another.
   */
  readonly minSimilarity: number;
}

export const englishModel: EmbeddingModel = {
  id: 'all-MiniLM-L6-v2-int8',
  sha256: sha256Schema.parse('e36ea098bacec822723e421a92053c5bd91b9a3c27bc6534498cebf45cf2e771'),
  dimensions: 384,
  maxTokens: 256,
  output: 'row-a-token',
  languages: ['en'],
  licence: 'Apache-2.0',
  minSimilarity: 0.35,
};

export const multilingualModel: EmbeddingModel = {
  id: 'use-multilingual-v3-int8',
  sha256: sha256Schema.parse('49e394d1f7d5547c91d99505c7535e1c37b7248b001c86a81325c5fd332805eb'),
  dimensions: 512,
  maxTokens: 256,
  output: 'embedding',
  languages: ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'th', 'tr', 'zh', 'zh-TW'],
  licence: 'Apache-2.0',
  minSimilarity: 0.32,
};

/** Every model that this version carries; of two that understand a study's languages the first is the better one. */
export const models: readonly EmbeddingModel[] = [englishModel, multilingualModel];

/** The model that a study names; undefined when this version does not carry it, or carries other bytes of that name. */
export const modelNamed = ({ id, sha256 }: Pick<EmbeddingModel, 'id' | 'sha256'>): EmbeddingModel | undefined =>
  models.find((model) => model.id === id && model.sha256 === sha256);

/** Whether a model understands a language; it understands the regions and scripts of its languages too. */
export const understands = ({ languages }: Pick<EmbeddingModel, 'languages'>, tag: string): boolean =>
  languages.includes(tag) || languages.includes(tag.split('-')[0] ?? tag);

/** The languages that a model does not understand. */
export const foreignTo = (model: Pick<EmbeddingModel, 'languages'>, languages: readonly string[]): readonly string[] =>
  languages.filter((tag) => !understands(model, tag));

/** The network in a model's folder is not the one that studies name by its hash. */
export class ChangedModel extends Error {
  override readonly name = 'ChangedModel';

  /** @param place the file */
  constructor(place: string) {
    super(`${place} was changed: its SHA-256 is not the one that studies name`);
  }
}

/** The best model for texts in these languages; undefined when none understands all of them. */
export const modelFor = (languages: readonly string[]): EmbeddingModel | undefined =>
  models.find((model) => foreignTo(model, languages).length === 0);

/**
 * Cosine of a text's embedding, made anew, and the vector that a round states for it, below which the vector does not
 * belong to the text: int8 rounding and differences between runtimes stay above .999.
 */
export const leastOwnCosine = 0.99;

import { englishModel as model } from '../core/embedding/model.ts';
import type { Pool } from '../core/evolution/pool.ts';
import type { Corpus, LabelledText } from './clinc150.ts';
import { cachedEmbeddings } from './embedding-cache.ts';

/** Texts as the evaluation needs them: where they point, and their topic, which only the measurement knows. */
export interface EmbeddedTexts {
  readonly vectors: Pool;
  readonly topicOf: Int32Array;
}

export interface EmbeddedCorpus {
  readonly topics: number;
  readonly pool: EmbeddedTexts;
  readonly drafts: EmbeddedTexts;
  readonly measured: EmbeddedTexts;
}

/** Embeds all texts of a corpus, once; `folder` keeps what was done. */
export async function embedCorpus(
  corpus: Corpus,
  folder: string,
  options: Parameters<typeof cachedEmbeddings>[2],
): Promise<EmbeddedCorpus> {
  const parts = [corpus.pool, corpus.drafts, corpus.measured];
  const texts = parts.flatMap((part) => part.map(({ text }) => text));
  const rows = await cachedEmbeddings(texts, folder, options);
  let from = 0;
  const [pool, drafts, measured] = parts.map((part) => {
    const embedded = embeddedTexts(part, rows.subarray(from, from + part.length * model.dimensions));
    from += part.length * model.dimensions;
    return embedded;
  }) as [EmbeddedTexts, EmbeddedTexts, EmbeddedTexts];
  return { topics: corpus.topics, pool, drafts, measured };
}

const embeddedTexts = (texts: readonly LabelledText[], embeddings: Float32Array): EmbeddedTexts => ({
  vectors: { embeddings, dimensions: model.dimensions },
  topicOf: Int32Array.from(texts, ({ topic }) => topic),
});

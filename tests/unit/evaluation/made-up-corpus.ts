import type { Pool } from '../../../core/evolution/pool.ts';
import type { EmbeddedCorpus, EmbeddedTexts } from '../../../evaluation/embedded-corpus.ts';
import { clusteredPool } from '../core/evolution/made-up-pool.ts';

const topics = 12;

/** A small corpus whose topics are clusters; pool, drafts and measured drafts are different texts of one law. */
export function madeUpCorpus(): EmbeddedCorpus {
  const perTopic = 160;
  const all = clusteredPool({ topics, perTopic, dimensions: 24 });
  const part = (from: number, to: number): EmbeddedTexts => {
    const rows = Array.from({ length: topics * perTopic }, (_, row) => row).filter((row) => {
      const place = row % perTopic;
      return place >= from && place < to;
    });
    return { vectors: pick(all, rows), topicOf: Int32Array.from(rows, (row) => Math.floor(row / perTopic)) };
  };
  return { topics, pool: part(0, 120), drafts: part(120, 140), measured: part(140, 160) };
}

const pick = ({ embeddings, dimensions }: Pool, rows: readonly number[]): Pool => ({
  dimensions,
  embeddings: Float32Array.from(
    rows.flatMap((row) => [...embeddings.subarray(row * dimensions, (row + 1) * dimensions)]),
  ),
});

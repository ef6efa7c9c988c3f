import { nearestRows } from '../core/evolution/nearest-rows.ts';
import { pickRows } from '../core/evolution/pool.ts';
import type { Work } from '../core/evolution/products.ts';
import type { EmbeddedCorpus } from './embedded-corpus.ts';
import type { World } from './world.ts';

/** What a dataset is worth beside what people really wrote. */
export interface Worth {
  /** Mean cosine of a measured draft to the nearest text of the dataset; higher is better. */
  readonly coverage: number;
  /** Jensen-Shannon divergence of the topics of dataset and measured drafts, in bits; lower is better. */
  readonly divergence: number;
}

/** @param dataset indices of texts of the pool; a text may come several times */
export async function worthOf(
  corpus: EmbeddedCorpus,
  { measured }: World,
  dataset: ArrayLike<number>,
  work: Omit<Work, 'random'>,
): Promise<Worth> {
  const { similarities } = await nearestRows(corpus.measured.vectors, pickRows(corpus.pool.vectors, dataset), work);
  const coverage = measured.reduce((sum, draft) => sum + (similarities[draft] as number), 0) / measured.length;
  const topicsOf = (indices: ArrayLike<number>, topicOf: Int32Array): Float64Array => {
    const shares = new Float64Array(corpus.topics);
    for (let i = 0; i < indices.length; i++) {
      const topic = topicOf[indices[i] as number] as number;
      shares[topic] = (shares[topic] as number) + 1 / indices.length;
    }
    return shares;
  };
  const divergence = jensenShannon(topicsOf(dataset, corpus.pool.topicOf), topicsOf(measured, corpus.measured.topicOf));
  return { coverage, divergence };
}

/** Jensen-Shannon divergence of two distributions, in bits: 0 for the same, 1 for two that have nothing in common. */
export function jensenShannon(one: Float64Array, other: Float64Array): number {
  const towards = (from: Float64Array) =>
    from.reduce((sum, share, i) => {
      const middle = ((one[i] as number) + (other[i] as number)) / 2;
      return share > 0 ? sum + share * Math.log2(share / middle) : sum;
    }, 0);
  return (towards(one) + towards(other)) / 2;
}

import { type Pool, pickRows } from '../../core/evolution/pool.ts';
import { multiplyInPieces, type Work } from '../../core/evolution/products.ts';

const neighbours = 20;

/** Varies a text of the pool: a random one of its nearest neighbours stands for what a generator would write. */
export type Vary = (text: number) => Promise<number>;

/** @param uniform numbers in [0, 1) */
export function neighbourVariations(pool: Pool, work: Omit<Work, 'random'>, uniform: () => number): Vary {
  const known = new Map<number, Int32Array>();
  return async (text) => {
    let nearest = known.get(text);
    if (!nearest) {
      nearest = await nearestNeighbours(pool, text, work);
      known.set(text, nearest);
    }
    return nearest[Math.floor(uniform() * nearest.length)] as number;
  };
}

async function nearestNeighbours(pool: Pool, text: number, work: Omit<Work, 'random'>): Promise<Int32Array> {
  const found: { readonly row: number; readonly similarity: number }[] = [];
  await multiplyInPieces(pool, pickRows(pool, [text]), work, (firstRow, products) => {
    for (let i = 0; i < products.length; i++) {
      const row = firstRow + i;
      const similarity = products[i] as number;
      if (row === text || (found.length === neighbours && similarity <= (found.at(-1)?.similarity ?? 0))) continue;
      const place = found.findIndex((other) => other.similarity < similarity);
      found.splice(place === -1 ? found.length : place, 0, { row, similarity });
      if (found.length > neighbours) found.pop();
    }
  });
  return Int32Array.from(found, ({ row }) => row);
}

import { type Pool, rowsOf } from './pool.ts';
import { multiplyInPieces, type Work } from './products.ts';

/** For each text a row of other vectors, and their cosine. */
export interface NearestRows {
  readonly rows: Int32Array;
  readonly similarities: Float32Array;
}

/** The row of `others` that is nearest to each text of `texts`, the lowest row on ties. */
export async function nearestRows(texts: Pool, others: Pool, work: Omit<Work, 'random'>): Promise<NearestRows> {
  const columns = rowsOf(others);
  const rows = new Int32Array(rowsOf(texts));
  const similarities = new Float32Array(rows.length);
  await multiplyInPieces(texts, others, work, (firstRow, products) => {
    for (let i = 0; i < products.length / columns; i++) {
      let best = i * columns;
      for (let at = best + 1; at < (i + 1) * columns; at++) {
        if ((products[at] as number) > (products[best] as number)) best = at;
      }
      rows[firstRow + i] = best - i * columns;
      similarities[firstRow + i] = products[best] as number;
    }
  });
  return { rows, similarities };
}

import { readFileSync } from 'node:fs';

/**
 * 64 messages written for this project, each with the embedding that the original float weights give it
 * (scripts/model/make.py).
 */
export const referenceEmbeddings: readonly { readonly text: string; readonly floatEmbedding: Float32Array }[] = (
  JSON.parse(readFileSync(new URL('../tests/vectors/embeddings.json', import.meta.url), 'utf8')) as {
    text: string;
    floatEmbedding: string;
  }[]
).map(({ text, floatEmbedding }) => ({
  text,
  floatEmbedding: new Float32Array(Uint8Array.from(Buffer.from(floatEmbedding, 'base64')).buffer),
}));

/** Cosine of two vectors of the same length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`expected vectors of one length, got ${a.length} and ${b.length}`);
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, component, j) => sum + component * (y[j] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

import { readFileSync } from 'node:fs';

const entriesOf = <Entry>(file: string): Entry[] =>
  JSON.parse(readFileSync(new URL(`../tests/vectors/${file}`, import.meta.url), 'utf8'));

const decoded = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

/**
 * 64 messages written for this project, each with the embedding that the original float weights give it
 * (scripts/model/minilm/make.py).
 */
export const referenceEmbeddings: readonly { readonly text: string; readonly floatEmbedding: Float32Array }[] =
  entriesOf<{ text: string; floatEmbedding: string }>('embeddings.json').map(({ text, floatEmbedding }) => ({
    text,
    floatEmbedding: decoded(floatEmbedding),
  }));

/**
 * 64 messages in sixteen languages, each with the embedding that the graph of the second model's source gives it
 * (scripts/model/use/make.py).
 */
export const multilingualEmbeddings: readonly {
  readonly language: string;
  readonly text: string;
  readonly embedding: Float32Array;
}[] = entriesOf<{ language: string; text: string; embedding: string }>('embeddings-multilingual.json').map((entry) => ({
  ...entry,
  embedding: decoded(entry.embedding),
}));

/** Cosine of two vectors of the same length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`expected vectors of one length, got ${a.length} and ${b.length}`);
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, component, j) => sum + component * (y[j] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

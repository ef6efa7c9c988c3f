import type { StoredVectors } from '../store/preview-store.ts';
import type { StudyFolder } from './study-folder.ts';

/** The texts that have to be embedded before a preview is opened: of candidate rounds from number `first` on. */
export const newTexts = ({ rounds }: StudyFolder, first: number): string[] =>
  rounds.slice(first).flatMap(({ kind, list }) => (kind === 'candidates' ? list : []));

/** Vectors as little-endian f32, one after the other. */
export function vectorBytes(vectors: readonly Float32Array[], dimensions: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * vectors.length * dimensions);
  const view = new DataView(bytes.buffer);
  vectors.forEach((vector, row) => {
    vector.forEach((value, j) => {
      view.setFloat32(4 * (row * dimensions + j), value, true);
    });
  });
  return bytes;
}

/** Number of vectors of all parts, up to the first gap. */
export function vectorCount(parts: readonly StoredVectors[], dimensions: number): number {
  let count = 0;
  for (const { first, bytes } of parts) if (first === count) count += bytes.length / (4 * dimensions);
  return count;
}

/** The vectors of all parts, in order, up to the first gap. */
export function vectorsOf(parts: readonly StoredVectors[], dimensions: number): Float32Array[] {
  const vectors: Float32Array[] = [];
  for (const { first, bytes } of parts) {
    if (first !== vectors.length) break;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const rows = bytes.length / (4 * dimensions);
    for (let row = 0; row < rows; row++) {
      const at = 4 * row * dimensions;
      vectors.push(Float32Array.from({ length: dimensions }, (_, j) => view.getFloat32(at + 4 * j, true)));
    }
  }
  return vectors;
}

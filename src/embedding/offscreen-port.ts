import type { Replied } from './worker-messages.ts';

/** Name of the port between background and offscreen document. */
export const portName = 'embedding';

/** Chrome carries messages as JSON, which has no typed arrays. */
export const asJson = (replied: Replied): Replied<number[]> =>
  'embeddings' in replied ? { embeddings: replied.embeddings.map((embedding) => Array.from(embedding)) } : replied;

export const fromJson = (replied: Replied<readonly number[]>): Replied =>
  'embeddings' in replied
    ? { embeddings: replied.embeddings.map((embedding) => Float32Array.from(embedding)) }
    : replied;

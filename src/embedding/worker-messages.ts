import type { FoundAnswer, RoundKey } from '../device.ts';

/**
 * What the worker is asked: to embed texts with the model of an id; to get ready to answer rounds, which reads no
 * draft; to answer some of the rounds that it got ready for.
 */
export type Asked =
  | { readonly embed: readonly string[]; readonly model: string }
  | { readonly prepare: readonly RoundKey[] }
  | { readonly answer: readonly RoundKey[] };

/** `was-changed`: the model's network is not the one that studies name by its hash. */
export type Failure = 'to-load' | 'to-run' | 'and-stopped' | 'was-changed';

/** What the worker replies. `answer` comes once a round, `finished` after the last. */
export type Replied<Vector = Float32Array<ArrayBuffer>> =
  | { readonly embeddings: readonly Vector[] }
  | { readonly answer: FoundAnswer }
  | { readonly finished: true }
  | { readonly failed: Failure };

/** A worker of this page, or one of the offscreen document. One question at a time. */
export interface WorkerLine {
  ask(asked: Asked): void;
  /** Hears every reply from now on, and `and-stopped` when the worker has died; null ends it. */
  hear(listener: ((replied: Replied) => void) | null): void;
  /** Ends the worker, whatever it is doing. */
  close(): Promise<void>;
}

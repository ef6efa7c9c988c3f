/** Something that runs the model: a worker of this page, or one of the offscreen document. */
export interface ModelHost {
  /**
   * One embedding for each text. One call at a time.
   *
   * @throws {ModelFailure} when the model cannot be loaded or run
   */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  /** Frees the model. A call that is still running never settles. */
  close(): Promise<void>;
}

export type Failure = 'to-load' | 'to-run' | 'and-stopped';

/** Reply of the worker, and of the offscreen document, to one list of texts. */
export type Embedded<Vector> = { readonly embeddings: readonly Vector[] } | { readonly failed: Failure };

/** The model failed. Holds no message of the libraries beneath, because theirs may quote a text. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly failed: Failure;

  constructor(failed: Failure) {
    super(`the text model failed ${failed.replace('-', ' ')}`);
    this.failed = failed;
  }
}

import { ChangedModel, type EmbeddingModel } from '../../core/embedding/model.ts';
import type { FoundAnswer, RoundKey } from '../device.ts';
import type { Asked, Failure, Replied, WorkerLine } from './worker-messages.ts';

/** Something that runs the model and all work on drafts, off the main thread. One call at a time. */
export interface ModelHost {
  /**
   * One embedding for each text.
   *
   * @throws {ModelFailure} when the model cannot be loaded or run
   * @throws {ChangedModel} when its network is not the one that studies name
   */
  embed(texts: readonly string[], model: EmbeddingModel): Promise<Float32Array[]>;
  /**
   * Reads the material of rounds and loads the model that the first of them needs; reads no draft.
   *
   * @throws {ModelFailure} when the model or the material cannot be loaded
   * @throws {ChangedModel} when its network is not the one that studies name
   */
  prepare(rounds: readonly RoundKey[]): Promise<void>;
  /**
   * Reads drafts and answers rounds that were prepared, in the order that is given.
   *
   * @throws {ModelFailure} when the worker stops
   */
  answer(rounds: readonly RoundKey[], found: (answer: FoundAnswer) => void): Promise<void>;
  /** Frees the model. A call that is still running never settles. */
  close(): Promise<void>;
}

/** The model failed. Holds no message of the libraries beneath, because theirs may quote a text. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly failed: Failure;

  constructor(failed: Failure) {
    super(`the text model failed ${failed.replace('-', ' ')}`);
    this.failed = failed;
  }
}

const failure = (failed: Failure): Error =>
  failed === 'was-changed' ? new ChangedModel('the language model of this extension') : new ModelFailure(failed);

/** The host that stands at the other end of a line. */
export function hostOf(line: WorkerLine): ModelHost {
  /** Asks once and hears replies until `take` returns one's value. */
  const converse = <Value>(asked: Asked, take: (replied: Replied) => Value | undefined): Promise<Value> =>
    new Promise((resolve, reject) => {
      line.hear((replied) => {
        const value = 'failed' in replied ? undefined : take(replied);
        if (!('failed' in replied) && value === undefined) return;
        line.hear(null);
        if ('failed' in replied) reject(failure(replied.failed));
        else resolve(value as Value);
      });
      line.ask(asked);
    });
  const finished = (replied: Replied): true | undefined => ('finished' in replied ? true : undefined);
  return {
    embed: (texts, { id }) =>
      converse({ embed: texts, model: id }, (replied) =>
        'embeddings' in replied ? [...replied.embeddings] : undefined,
      ),
    prepare: async (rounds) => {
      await converse({ prepare: rounds }, finished);
    },
    answer: async (rounds, found) => {
      await converse({ answer: rounds }, (replied) => {
        if ('answer' in replied) found(replied.answer);
        return finished(replied);
      });
    },
    close: () => line.close(),
  };
}

import type { RandomBytes } from '../../core/privacy/random-integers.ts';

/** A text that variations are made of. */
export interface Parent {
  readonly text: string;
}

/** A text that a provider has made; nobody has checked it yet. */
export interface Variation {
  readonly text: string;
  /** Text of its parent. */
  readonly parent: string;
  /** What was varied, such as "topic" or "synonym". */
  readonly operation: string;
}

/** What using a provider would send, before anything is sent. */
export interface Preview {
  /** Where texts go, in words; undefined when they stay on this machine. */
  readonly recipient: string | undefined;
  /** What it costs, in words. */
  readonly cost: string;
}

/** Makes variations of texts. Providers know nothing of pools and studies, and are not trusted. */
export interface VariationProvider {
  /** As the origin of its texts names it. */
  readonly name: string;
  /** How many parents it is asked about at once. */
  readonly parentsAtOnce: number;
  preview(parents: readonly Parent[], each: number): Preview;
  /**
   * Variations of these parents, about `each` of every one; fewer or none when it cannot.
   *
   * @throws {ProviderFailed} when asking again would not help
   */
  vary(
    parents: readonly Parent[],
    each: number,
    work: { random: RandomBytes; signal: AbortSignal },
  ): Promise<readonly Variation[]>;
  /** What it has cost so far, in words. */
  spent(): string;
}

/** A provider that cannot go on, in words for the researcher. What it made before is kept. */
export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed';
}

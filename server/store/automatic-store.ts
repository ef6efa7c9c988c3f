import type { Sha256 } from '../../core/ids.ts';
import type { StoredVectors } from './preview-store.ts';
import type { Publication } from './publication-store.ts';

/** The texts that a researcher sent for rounds of an open study. No device is ever told of them. */
export interface StoredPool {
  /** Name of the study. */
  readonly name: string;
  /** SHA-256 of `content`. */
  readonly sha256: Sha256;
  /** The pool and the study file, as canonical JSON (automatic/approved-pool.ts). */
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** The pool that somebody has approved: another one of that name is not meant. */
export type SeenPool = Pick<StoredPool, 'name' | 'sha256'>;

/** Rounds of a study that follow each other by themselves. */
export interface StoredRun {
  /** Name of the study. */
  readonly name: string;
  /** Number of steps that were taken, which is also the number of the last one. */
  readonly steps: number;
  /** What comes next, as JSON (automatic/run-state.ts). */
  readonly state: string;
}

/** What was done, for researchers to read; never changed. */
export interface StoredStep {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As JSON (automatic/run-state.ts). */
  readonly content: string;
}

/** One step of a run: its new state, what is said about it, and what it publishes or throws away. */
export interface Step {
  readonly name: string;
  /** Steps that the run has taken before; 0 makes a new run. */
  readonly after: number;
  readonly state: string;
  readonly at: number;
  readonly content: string;
  /** Rounds that this step opens. */
  readonly publication?: Publication;
  /** Whether the pool goes with this step. */
  readonly discardsPool: boolean;
}

/** Keeps the pools of studies, one for a name, and the runs that choose from them. */
export interface AutomaticStore {
  /** Keeps a pool in the place of an earlier one, whose vectors go unless its content is the same. */
  putPool(pool: StoredPool): Promise<void>;
  poolNamed(name: string): Promise<StoredPool | undefined>;
  /** Names of the studies that have one. */
  pools(): Promise<readonly string[]>;
  /** False when there is none of this name. */
  discardPool(name: string): Promise<boolean>;
  /** Does nothing when the pool is another one by now, or has vectors at this position. */
  addPoolVectors(pool: SeenPool, vectors: StoredVectors): Promise<void>;
  /** In the order of the texts; none when the pool is another one by now. */
  poolVectors(pool: SeenPool): Promise<StoredVectors[]>;
  runs(): Promise<readonly StoredRun[]>;
  runNamed(name: string): Promise<StoredRun | undefined>;
  /** Oldest first. */
  steps(name: string): Promise<readonly StoredStep[]>;
  /**
   * Takes a step: all of it in one transaction, or nothing.
   *
   * @returns false when the run has taken another number of steps by now
   */
  takeStep(step: Step): Promise<boolean>;
}

import type { Configuration } from '../configuration.ts';
import type { AcceptedAtStart } from '../start-options.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { Store } from '../store/store.ts';
import { openDirectoryState } from './directory-state.ts';
import { openSharedState } from './shared-state.ts';

/** All that lasts longer than a process: in a data directory of its own, or in a database that several share. */
export interface ServerState {
  readonly store: Store;
  readonly keys: KeyStore;
  /** What `Authorization: Bearer` carries when the administrator asks. */
  readonly adminToken: string;
  /** Writes down where this process answers, for commands on the same machine. */
  announce(origin: string): void;
  /** Writes the day down, from the clock alone. Never rejects. */
  rememberDay(now: number): Promise<void>;
  /**
   * Runs `work` while no other process does, so that several that start at once publish and embed once.
   *
   * @throws {StorageUnavailable} also when `signal` ends the wait
   */
  whilePublishing<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /**
   * Runs `work` unless another process does such work right now; then it resolves to undefined. It saves work done
   * twice, and nothing relies on it: when a connection breaks, two may work at once.
   *
   * @throws {StorageUnavailable}
   */
  unlessOther<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value | undefined>;
  /** Calls `changed` soon after another process has published or closed something; it may fail to. */
  watch(changed: () => void): void;
  close(): Promise<void>;
}

export interface StateOptions {
  readonly configuration: Pick<Configuration, 'data'> & Partial<Pick<Configuration, 'database'>>;
  readonly accepted: AcceptedAtStart;
  readonly now: () => number;
}

/** @throws {ConfigurationError | StorageUnavailable} in words for the operator */
export function openState(options: StateOptions): Promise<ServerState> {
  const { database } = options.configuration;
  return database ? openSharedState(options, database) : openDirectoryState(options);
}

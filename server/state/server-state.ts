import type { Configuration } from '../configuration.ts';
import type { AcceptedAtStart } from '../start-options.ts';
import type { AccessStore } from '../store/access-store.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { PreviewStore } from '../store/preview-store.ts';
import type { PublicationStore } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import { openDirectoryState } from './directory-state.ts';
import { openSharedState } from './shared-state.ts';

/** All that lasts longer than a process: in a data directory of its own, or in a database that several share. */
export interface ServerState {
  readonly store: ReportStore & PublicationStore & AccessStore & PreviewStore;
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

import type { Sha256 } from '../../core/ids.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';

/** What a server says in public of a study, which is all that the next round may depend on. */
export interface PublishedStudy {
  readonly bundle: Bundle;
  /** Whether the round at this position of the log is closed. */
  isClosed(position: number): boolean;
  batch(sha256: Sha256): Promise<Uint8Array>;
}

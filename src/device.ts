import type { RandomBytes } from '../core/privacy/random-integers.ts';
import type { Network } from './network/requests.ts';
import type { Database } from './storage/database.ts';

/** All that a donation needs from the device; the background passes the real ones, tests their own. */
export interface Device {
  readonly database: Database;
  /** Cryptographic randomness: what the sampler draws from. */
  readonly random: RandomBytes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly network: Network;
  readonly embed: (texts: readonly string[], signal: AbortSignal) => Promise<Float32Array[]>;
}

import { createHmac } from 'node:crypto';
import type { Submission } from './report-store.ts';

/**
 * What recognises a retry. The key names round and nonce; the tag tells whether the vote is the same. Both are keyed by
 * the server's secret, and the tag covers the nonce, which is not stored: the table cannot be matched with the votes in
 * the segments. Among ten million reports of a round two 64-bit keys collide with probability 3e-6; a tag of 32 bits
 * misses one forged retry in 2^32.
 */
export function nonceKeys(secret: Uint8Array, { round, nonce, noisyVote }: Submission): { key: Buffer; tag: Buffer } {
  const keyed = () => createHmac('sha256', secret).update(round).update(nonce);
  return { key: keyed().digest().subarray(0, 8), tag: keyed().update(noisyVote).digest().subarray(0, 4) };
}

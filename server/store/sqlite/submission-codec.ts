import type { RoundId } from '../../../core/ids.ts';
import { nonceBytes } from '../../../core/protocol/report.ts';
import type { Submission } from '../report-store.ts';

/** A batch of submissions in one buffer, which moves between threads without being copied. */
export interface PackedSubmissions {
  readonly rounds: readonly RoundId[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One after another: index of the round and length of the vote (u16, little-endian), nonce, vote. */
export function packSubmissions(submissions: readonly Submission[]): PackedSubmissions {
  const rounds: RoundId[] = [];
  const size = submissions.reduce((sum, { noisyVote }) => sum + 4 + nonceBytes + noisyVote.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { round, nonce, noisyVote } of submissions) {
    let index = rounds.indexOf(round);
    if (index === -1) index = rounds.push(round) - 1;
    view.setUint16(at, index, true);
    view.setUint16(at + 2, noisyVote.length, true);
    bytes.set(nonce, at + 4);
    bytes.set(noisyVote, at + 4 + nonceBytes);
    at += 4 + nonceBytes + noisyVote.length;
  }
  return { rounds, bytes };
}

/** The submissions as views into `bytes`. */
export function unpackSubmissions({ rounds, bytes }: PackedSubmissions): Submission[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const submissions: Submission[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + nonceBytes + view.getUint16(at + 2, true);
    submissions.push({
      round: rounds[view.getUint16(at, true)] as RoundId,
      nonce: bytes.subarray(at + 4, at + 4 + nonceBytes),
      noisyVote: bytes.subarray(at + 4 + nonceBytes, end),
    });
    at = end;
  }
  return submissions;
}

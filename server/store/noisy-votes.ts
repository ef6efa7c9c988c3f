import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { decodeVote } from '../../core/privacy/vote-codec.ts';
import type { VoteShape } from '../../core/protocol/votes.ts';
import { shuffleRows } from '../secure-random.ts';

/** Votes in one rewritten segment: a blob of at most a few megabytes. */
const votesPerSegment = 65_536;

/** Whether the bytes are a vote of a round of this shape. */
export function isVote(bytes: Uint8Array, shape: VoteShape): boolean {
  try {
    decodeVote(bytes, shape);
    return true;
  } catch {
    return false;
  }
}

/** Adds one to the little-endian u32 of every id in `votes`. */
export function addSupports(supports: Buffer, votes: Uint8Array): void {
  const ids = new DataView(votes.buffer, votes.byteOffset, votes.byteLength);
  for (let at = 0; at < votes.length; at += 2) {
    const id = ids.getUint16(at, true);
    supports.writeUInt32LE(supports.readUInt32LE(4 * id) + 1, 4 * id);
  }
}

/** Adds one to `pairs[u * k + v]` for every vote that holds both u and v. */
export function addPairs(pairs: Uint32Array, votes: Buffer, { domainSize, subsetSize }: VoteShape): void {
  for (let at = 0; at < votes.length; at += 2 * subsetSize) {
    for (let i = 0; i < subsetSize; i++) {
      const row = votes.readUInt16LE(at + 2 * i) * domainSize;
      for (let j = 0; j < subsetSize; j++) {
        const cell = row + votes.readUInt16LE(at + 2 * j);
        pairs[cell] = (pairs[cell] as number) + 1;
      }
    }
  }
}

/** Merges segments and shuffles their votes, so that they tell neither commits nor releases apart. */
export function reshuffled(segments: readonly Buffer[], { subsetSize }: VoteShape, random: RandomBytes): Buffer[] {
  const votes = Buffer.concat(segments);
  shuffleRows(votes, 2 * subsetSize, random);
  const bytes = votesPerSegment * 2 * subsetSize;
  return Array.from({ length: Math.ceil(votes.length / bytes) }, (_, i) => votes.subarray(i * bytes, (i + 1) * bytes));
}

/** Counts as little-endian u32. */
export function toBytes(counts: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(4 * counts.length);
  for (let i = 0; i < counts.length; i++) bytes.writeUInt32LE(counts[i] as number, 4 * i);
  return bytes;
}

/** Little-endian u32 as counts. */
export const fromBytes = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i));

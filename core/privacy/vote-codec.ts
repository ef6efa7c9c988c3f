import type { SubsetSelection, Vote } from './subset-selection.ts';

type Shape = Pick<SubsetSelection, 'domainSize' | 'subsetSize'>;

/**
 * Wire form of a vote: its d ids, ascending, as unsigned 16-bit little-endian integers. One vote, one byte string, and
 * all votes of a round have the same length.
 *
 * @throws {RangeError} unless `vote` is exactly d distinct ids of the domain in ascending order
 */
export function encodeVote(vote: Vote, shape: Shape): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * vote.length);
  const view = new DataView(bytes.buffer);
  vote.forEach((id, i) => {
    view.setUint16(2 * i, id, true);
  });
  // Reading the bytes back checks their form. Comparing with the vote shows ids that did not fit 16 bits.
  if (decodeVote(bytes, shape).some((id, i) => id !== vote[i])) throw new RangeError('vote: expected whole ids');
  return bytes;
}

/**
 * Reads a vote from its wire form.
 *
 * @throws {RangeError} unless `bytes` holds exactly d distinct ids of the domain in ascending order
 */
export function decodeVote(bytes: Uint8Array, shape: Shape): Vote {
  if (bytes.length !== 2 * shape.subsetSize) throw new RangeError(`vote: expected ${shape.subsetSize} ids`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vote: number[] = [];
  let previous = -1;
  for (let i = 0; i < shape.subsetSize; i++) {
    const id = view.getUint16(2 * i, true);
    if (id >= shape.domainSize) throw new RangeError(`vote: expected ids below ${shape.domainSize}`);
    if (id <= previous) throw new RangeError('vote: expected distinct ids in ascending order');
    vote.push(id);
    previous = id;
  }
  return vote;
}

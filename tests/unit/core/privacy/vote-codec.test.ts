import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomise, subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { decodeVote, encodeVote } from '../../../../core/privacy/vote-codec.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';

const shape = { domainSize: 300, subsetSize: 3 };

test('reads back every vote of every mechanism', () => {
  const random = seededRandom(4);
  for (const m of [
    subsetSelection(2, 1),
    subsetSelection(101, 4),
    subsetSelection(1000, 1),
    subsetSelection(10_000, 8),
  ]) {
    for (let i = 0; i < 50; i++) {
      const vote = randomise(i % m.domainSize, m, random);
      const bytes = encodeVote(vote, m);
      expect(bytes).toHaveLength(2 * m.subsetSize);
      expect(decodeVote(bytes, m)).toEqual(vote);
    }
  }
});

test('whatever bytes arrive: either refused, or exactly d ascending distinct ids whose only form they are', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(310), { maxLength: 4 }), fc.boolean(), (ids, ordered) => {
      const sent = ordered ? [...ids].sort((a, b) => a - b) : ids;
      const bytes = Uint8Array.from(sent.flatMap((id) => [id & 255, id >>> 8]));
      const valid = sent.length === 3 && sent.every((id, i) => id < 300 && id > (sent[i - 1] ?? -1));
      if (valid) {
        accepted++;
        expect(decodeVote(bytes, shape)).toEqual(sent);
        expect(encodeVote(sent, shape)).toEqual(bytes);
      } else {
        expect(() => decodeVote(bytes, shape)).toThrow(RangeError);
      }
    }),
    { seed: 3, numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test.each([
  ['too few ids', [1, 2]],
  ['too many ids', [1, 2, 3, 4]],
  ['an id twice', [1, 2, 2]],
  ['ids out of order', [2, 1, 3]],
  ['an id outside the domain', [1, 2, 300]],
  ['an id that 16 bits would wrap into the domain', [1, 2, 65_536 + 3]],
  ['a negative id', [-1, 2, 3]],
  ['a broken id', [1, 2, 3.5]],
  ['no number', [1, 2, Number.NaN]],
])('refuses to write %s', (_what, vote) => {
  expect(() => encodeVote(vote, shape)).toThrow('vote');
});

test('refuses an odd number of bytes', () => {
  expect(() => decodeVote(new Uint8Array(7), shape)).toThrow('3 ids');
});

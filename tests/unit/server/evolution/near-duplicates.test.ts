import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearDuplicate, withoutNearDuplicates } from '../../../../server/evolution/near-duplicates.ts';

const dimensions = 70;

/** Unit vectors near each other and far from each other. */
const rowsOf = (angles: readonly number[]) => {
  const rows = new Float32Array(angles.length * dimensions);
  angles.forEach((angle, row) => {
    rows[row * dimensions] = Math.cos(angle);
    rows[row * dimensions + dimensions - 1] = Math.sin(angle);
  });
  return rows;
};

test('no two rows that stay are nearer than the limit, and every row that goes is near an earlier one that stays', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: 1, maxLength: 40 }), (angles) => {
      const kept = withoutNearDuplicates(rowsOf(angles), dimensions);
      const cosine = (a: number, b: number) => Math.cos((angles[a] as number) - (angles[b] as number));
      angles.forEach((_, row) => {
        const near = kept.filter((other) => other < row && cosine(row, other) > nearDuplicate + 1e-6);
        const surely = kept.some((other) => other < row && cosine(row, other) > nearDuplicate - 1e-6);
        if (kept.includes(row)) expect(near).toEqual([]);
        else expect(surely).toBe(true);
      });
    }),
  );
});

test.each([
  ['just above the limit', nearDuplicate + 1e-4, [0]],
  ['just below the limit', nearDuplicate - 1e-4, [0, 1]],
])('two rows with a cosine %s', (_what, cosine, kept) => {
  expect(withoutNearDuplicates(rowsOf([0, Math.acos(cosine)]), dimensions)).toEqual(kept);
});

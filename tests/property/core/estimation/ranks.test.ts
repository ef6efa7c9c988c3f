import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from '../../../../core/estimation/holm.ts';
import { comparisonPValue, rankIntervals } from '../../../../core/estimation/ranks.ts';

/** Rank intervals as they are defined: Holm over the p-values of all ordered pairs. */
function byDefinition(counts: readonly number[], level: number, joint: (u: number, v: number) => number) {
  const pairs = counts.flatMap((_, u) => counts.flatMap((_, v) => (u === v ? [] : [{ u, v }])));
  const pValues = pairs.map(({ u, v }) => comparisonPValue(counts[u] as number, counts[v] as number, joint(u, v)));
  const rejected = holm(pValues, level);
  const above = (of: number) => pairs.filter(({ v }, i) => v === of && rejected[i]).length;
  const below = (of: number) => pairs.filter(({ u }, i) => u === of && rejected[i]).length;
  return counts.map((_, v) => ({ rankLow: 1 + above(v), rankHigh: counts.length - below(v) }));
}

const counts = fc.array(fc.oneof(fc.nat(12), fc.nat(60), fc.nat(400)), { minLength: 1, maxLength: 12 });
const level = fc.constantFrom(0.05, 0.01, 0.3);

test('the walk along the sorted counts is Holm over all pairs', () => {
  let decided = 0;
  fc.assert(
    fc.property(counts, level, (c, a) => {
      const ranks = rankIntervals(c, a);
      decided += ranks.filter(({ rankLow, rankHigh }) => rankHigh - rankLow < c.length - 1).length;
      expect(ranks).toEqual(byDefinition(c, a, () => 0));
    }),
    { seed: 11, numRuns: 500 },
  );
  expect(decided).toBeGreaterThan(500);
});

test('with joint counts it is Holm over all pairs too, and no bound decides wrongly', () => {
  fc.assert(
    fc.property(counts, level, fc.double({ min: 0, max: 1, noNaN: true }), (c, a, overlap) => {
      const joint = (u: number, v: number) => Math.floor(overlap * Math.min(c[u] as number, c[v] as number));
      expect(rankIntervals(c, a, joint)).toEqual(byDefinition(c, a, joint));
    }),
    { seed: 12, numRuns: 500 },
  );
});

test('not knowing how often two values share a vote only ever widens', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(), (u, v, joint) => {
      const smaller = v % u;
      const known = comparisonPValue(u, smaller, joint % (smaller + 1));
      expect(known).toBeLessThanOrEqual(comparisonPValue(u, smaller) * (1 + 1e-9) + 1e-280);
    }),
    { seed: 13, numRuns: 2000 },
  );
});

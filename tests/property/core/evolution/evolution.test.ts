import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitDensity } from '../../../../core/evolution/density.ts';
import { groupPool } from '../../../../core/evolution/groups.ts';
import { firstCandidates, nextCandidates } from '../../../../core/evolution/next-candidates.ts';
import { pickRows, poolOf, rowsOf } from '../../../../core/evolution/pool.ts';
import { systematicDraws } from '../../../../core/evolution/systematic-draws.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';

const component = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc.array(component, { minLength: 3, maxLength: 3 }).filter((vector) => Math.hypot(...vector) > 1e-3);

test('a systematic draw of weight w comes floor(w n) or ceil(w n) times', () => {
  const weights = fc
    .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 10, noNaN: true })), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((weight) => weight > 0));
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 200 }), fc.integer(), (list, count, seed) => {
      const drawn = systematicDraws(Float64Array.from(list), count, seededRandom(seed));
      const total = list.reduce((sum, weight) => sum + weight, 0);
      expect(drawn).toHaveLength(count);
      list.forEach((weight, index) => {
        const times = drawn.filter((each) => each === index).length;
        expect(Math.abs(times - (count * weight) / total)).toBeLessThan(1 + 1e-9);
      });
    }),
  );
});

test('whatever the pool and the counts: candidates differ, and weights are a density', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(direction, { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 41, maxLength: 41 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer(),
      async (vectors, allCounts, minSimilarity, seed) => {
        const pool = poolOf(vectors);
        const work = { random: seededRandom(seed) };
        const count = 1 + (Math.abs(seed) % rowsOf(pool));
        const first = await firstCandidates(pool, count, work);
        const groups = await groupPool(pool, work);
        const evidence = {
          candidates: pickRows(pool, first).embeddings,
          counts: allCounts.slice(0, count + 1),
          reports: 50,
          support: { p: 0.6, q: 0.1 },
          minSimilarity,
        };
        const density = await fitDensity(pool, groups, [evidence], {});
        const next = await nextCandidates(pool, density, count, work);
        for (const chosen of [first, next]) expect(new Set(chosen).size).toBe(count);
        expect(density.weights.every((weight) => weight >= 0 && weight <= 1 + 1e-12)).toBe(true);
        expect(density.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(density.elsewhere).toBeGreaterThanOrEqual(0);
        expect(density.elsewhere).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 30 },
  );
});

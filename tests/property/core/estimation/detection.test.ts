import fc from 'fast-check';
import { expect, test } from 'vitest';
import { upperTail } from '../../../../core/binomial.ts';
import {
  criticalCount,
  type Detection,
  detectionPower,
  volunteersNeeded,
} from '../../../../core/estimation/detection.ts';

const detection: fc.Arbitrary<Detection> = fc
  .record({
    q: fc.double({ min: 0.05, max: 0.45, noNaN: true }),
    lift: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    level: fc.constantFrom(0.05, 0.01, 0.0025),
  })
  .map(({ q, lift, level }) => ({ p: q + lift, q, level }));

test('the critical count is the first significant one, also of none and of one report', () => {
  fc.assert(
    fc.property(detection, fc.integer({ min: 0, max: 300 }), (d, n) => {
      let first = 0;
      while (first <= n && upperTail(first, n, d.q) > d.level) first++;
      expect(criticalCount(d, n)).toBe(first);
    }),
    { seed: 31, numRuns: 300 },
  );
});

test('whatever the mechanism: the number needed is enough, so is every larger one, and one less is not', () => {
  let compared = 0;
  fc.assert(
    fc.property(detection, fc.double({ min: 0.3, max: 1, noNaN: true }), (d, share) => {
      const needed = volunteersNeeded(d, share) as number;
      if (needed > 500) return;
      compared++;
      if (needed > 1) expect(detectionPower(d, needed - 1, share)).toBeLessThan(0.8);
      for (let n = needed; n < 1.2 * needed + 30; n++) {
        expect(detectionPower(d, n, share)).toBeGreaterThanOrEqual(0.8);
      }
    }),
    { seed: 32, numRuns: 250 },
  );
  expect(compared).toBeGreaterThan(150);
});

import { expect, test } from 'vitest';
import { upperTail } from '../../../../core/binomial.ts';
import {
  criticalCount,
  type Detection,
  detectionPower,
  smallestDetectableShare,
  volunteersNeeded,
} from '../../../../core/estimation/detection.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

const detectionFor = (candidates: number, epsilon: number): Detection => ({
  ...supportProbabilities(subsetSelection(candidates + 1, epsilon)),
  level: 0.05 / candidates,
});

/** P(Bin(n, p) >= count) by the definition. */
function tailBySum(count: number, n: number, p: number): number {
  let mass = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < count; i++) {
    below += mass;
    mass *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

test('the critical count is the first significant one', () => {
  const detection = detectionFor(20, 4);
  const count = criticalCount(detection, 300);
  expect(tailBySum(count, 300, detection.q)).toBeLessThanOrEqual(detection.level);
  expect(tailBySum(count - 1, 300, detection.q)).toBeGreaterThan(detection.level);
});

test('a count is significant when its chance just reaches the level', () => {
  const level = upperTail(5, 5, 0.5);
  expect(criticalCount({ p: 1, q: 0.5, level }, 5)).toBe(5);
  expect(criticalCount({ p: 1, q: 0.5, level: level * (1 - 1e-9) }, 5)).toBe(6);
  // Five volunteers who all hold the value are enough, and four are not.
  expect(volunteersNeeded({ p: 1, q: 0.5, level }, 1)).toBe(5);
  expect(volunteersNeeded({ p: 1, q: 0.5, level: level * (1 - 1e-9) }, 1)).toBe(6);
});

test('a share that is found just as often as asked for is found', () => {
  // One report is enough here, so a share is found as often as its holder's vote is true.
  expect(smallestDetectableShare({ p: 0.8, q: 2 ** -5, level: 0.05 }, 1)).toBeCloseTo(1, 9);
  expect(smallestDetectableShare({ p: 0.8 - 1e-9, q: 2 ** -5, level: 0.05 }, 1)).toBeNull();
});

test('with too few volunteers no count is significant', () => {
  const detection = detectionFor(20, 1);
  expect(criticalCount(detection, 2)).toBe(3);
  expect(smallestDetectableShare(detection, 2)).toBeNull();
});

test('the smallest share has the power, a little less has not', () => {
  const detection = detectionFor(100, 2);
  const share = smallestDetectableShare(detection, 1000) as number;
  const count = criticalCount(detection, 1000);
  const power = (f: number) => tailBySum(count, 1000, detection.q + f * (detection.p - detection.q));
  expect(power(share)).toBeGreaterThanOrEqual(0.8 - 1e-9);
  expect(power(share - 1e-6)).toBeLessThan(0.8);
});

test.each([
  [1, 4, 0.5],
  [1, 1, 0.2],
  [5, 0.5, 0.1],
  [20, 4, 0.03],
  [20, 4, 0.9],
  [20, 8, 1],
  [20, 1, 0.15],
  [100, 2, 0.05],
  [1000, 8, 0.004],
])(
  '%i candidates, epsilon %f, share %f: the number needed is enough, so is every larger one, and one less is not',
  (candidates, epsilon, share) => {
    const detection = detectionFor(candidates, epsilon);
    const needed = volunteersNeeded(detection, share) as number;
    if (needed > 1) expect(detectionPower(detection, needed - 1, share)).toBeLessThan(0.8);
    for (let n = needed; n < 1.5 * needed + 100; n++)
      expect(detectionPower(detection, n, share)).toBeGreaterThanOrEqual(0.8);
  },
);

test('power is a saw: fewer than the number needed may do by luck', () => {
  const detection = detectionFor(20, 4);
  const needed = volunteersNeeded(detection, 0.03) as number;
  const lucky = Array.from({ length: 100 }, (_, i) => needed - 1 - i).filter(
    (n) => detectionPower(detection, n, 0.03) >= 0.8,
  );
  expect(lucky.length).toBeGreaterThan(0);
});

test('planning forwards and backwards agree', () => {
  const detection = detectionFor(50, 4);
  for (const n of [300, 3000, 30_000]) {
    const share = smallestDetectableShare(detection, n) as number;
    const needed = volunteersNeeded(detection, share) as number;
    expect(needed / n).toBeGreaterThan(0.999);
    expect(needed / n).toBeLessThan(1.1);
  }
});

test('a share that would take more than a thousand million volunteers', () => {
  expect(volunteersNeeded(detectionFor(20, 1), 1e-5)).toBeNull();
});

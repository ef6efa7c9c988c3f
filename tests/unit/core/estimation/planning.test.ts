import { expect, test } from 'vitest';
import { detectionPower } from '../../../../core/estimation/detection.ts';
import { planPrevalence, planRound, volunteersFor } from '../../../../core/estimation/planning.ts';
import { topFoundProbabilities, zipfShares } from '../../../../core/estimation/top-found.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';

test('a plan names its mechanism and its error', () => {
  const plan = planRound({ candidates: 100, epsilon: 4 }, 1000);
  const { p, q } = supportProbabilities(subsetSelection(101, 4));
  expect(plan).toMatchObject({ volunteers: 1000, candidates: 100, epsilon: 4, domainSize: 101, d: 2, p, q });
  expect(plan.standardError).toBeCloseTo(Math.sqrt((q * (1 - q)) / 1000) / (p - q), 12);
});

test('more volunteers find more', () => {
  const design = { candidates: 20, epsilon: 4 };
  const [few, many] = [planRound(design, 300), planRound(design, 3000)];
  expect(many.smallestDetectableShare).toBeLessThan(few.smallestDetectableShare as number);
  for (const [i, { probability }] of few.topFound.entries()) {
    expect(many.topFound[i]?.probability).toBeGreaterThan(probability);
  }
});

test('tops are smaller than the number of candidates', () => {
  expect(planRound({ candidates: 4, epsilon: 4 }, 300).topFound.map(({ top }) => top)).toEqual([1, 3]);
  expect(planRound({ candidates: 1, epsilon: 4 }, 300).topFound).toEqual([]);
});

test('volunteers for a share', () => {
  expect(volunteersFor({ candidates: 20, epsilon: 4 }, 0.03)).toBe(643);
});

test('a design without a mechanism is refused', () => {
  expect(() => planRound({ candidates: 10_000, epsilon: 4 }, 300)).toThrow(RangeError);
});

test('Zipf shares fall like 1/i and leave room for "none"', () => {
  const shares = zipfShares(3, { exponent: 1, none: 0.25 });
  for (const i of [1, 2]) expect((shares[0] as number) / (shares[i] as number)).toBeCloseTo(i + 1, 12);
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(0.75, 12);
});

test('two candidates of one share: each comes first with one half, less half of the ties', () => {
  const support = { p: 0.5, q: 0.1, subsetSize: 1, domainSize: 3 };
  const [found] = topFoundProbabilities([0.3, 0.3], [1], support, 1e6) as [number];
  // The difference of two Poisson counts of mean 220 000 is zero with probability 1 / sqrt(4 pi 220 000).
  expect(found).toBeCloseTo(0.5 - 0.5 / Math.sqrt(4 * Math.PI * 220_000), 6);
});

test('a prevalence poll is planned as what each of its texts has: its part of the volunteers and of the error', () => {
  const plan = planPrevalence({ candidates: 20, epsilon: 4, releases: 2 }, 1000);
  expect(plan).toMatchObject({ volunteers: 1000, candidates: 20, domainSize: 2, d: 1, topFound: [] });
  const { p, q } = supportProbabilities(subsetSelection(2, 4));
  expect(plan.standardError).toBeCloseTo(Math.sqrt((q * (1 - q)) / 50) / (p - q), 12);
  const share = plan.smallestDetectableShare ?? 0;
  const detection = { p, q, level: 0.05 / 40 };
  expect(detectionPower(detection, 50, share)).toBeGreaterThanOrEqual(0.8);
  expect(detectionPower(detection, 50, share - 0.002)).toBeLessThan(0.8);
  expect(planPrevalence({ candidates: 20, epsilon: 4 }, 3).smallestDetectableShare).not.toBe(0);
});

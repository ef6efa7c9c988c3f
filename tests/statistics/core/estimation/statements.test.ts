import { expect, test } from 'vitest';
import { estimateShares } from '../../../../core/estimation/estimate.ts';
import { estimatePrevalence } from '../../../../core/estimation/prevalence.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { seededUniform } from '../../../../fleet/seeded-random.ts';
import { countSimulator } from './simulated-counts.ts';

/** Ranks that truly hold: nobody is said to be below someone with a share no larger. */
function ranksHold(shares: readonly number[], ranks: readonly { rankLow: number; rankHigh: number }[]): boolean {
  const candidates = shares.slice(0, -1);
  return candidates.every((share, v) => {
    const { rankLow, rankHigh } = ranks[v] as { rankLow: number; rankHigh: number };
    return (
      rankLow - 1 <= candidates.filter((other) => other > share).length &&
      candidates.length - rankHigh <= candidates.filter((other) => other < share).length
    );
  });
}

test.each([
  { n: 300, k: 20, epsilon: 4, seed: 201 },
  { n: 300, k: 20, epsilon: 1, seed: 202 },
  { n: 1000, k: 100, epsilon: 4, seed: 203 },
  { n: 1000, k: 20, epsilon: 8, seed: 204 },
])(
  'ranks of equal and nearly equal shares hold in 95 % of rounds: n = $n, k = $k, epsilon = $epsilon',
  ({ n, k, epsilon, seed }) => {
    // Ties are where a wrong order is most likely: all candidates equal, and two levels close together.
    const equal = Array.from({ length: k }, () => 1 / k);
    const twoLevels = Array.from({ length: k }, (_, v) => (v < k / 2 ? 1.2 / k : 0.8 / k));
    const mechanism = subsetSelection(k, epsilon);
    for (const shares of [equal, twoLevels]) {
      const simulate = countSimulator(mechanism, shares, seed);
      let wrong = 0;
      // Monte-Carlo standard error at 5 %: .7 %.
      for (let round = 0; round < 1000; round++) {
        const estimates = estimateShares({ mechanism, reports: n, counts: simulate(n), level: 0.05 });
        if (!ranksHold(shares, estimates.shares)) wrong++;
      }
      expect(wrong / 1000).toBeLessThanOrEqual(0.055);
    }
  },
);

test('five releases at a fifth of the level mislead in at most 5 % of rounds; five looks at the full level in more', () => {
  const mechanism = subsetSelection(100, 1);
  const shares = Array.from({ length: 100 }, (_, v) => (v === 99 ? 1 : 0));
  const simulate = countSimulator(mechanism, shares, 205);
  const misled = (level: number, rounds: number): number => {
    let wrong = 0;
    for (let round = 0; round < rounds; round++) {
      let counts: number[] = new Array(100).fill(0);
      let any = false;
      for (let release = 1; release <= 5; release++) {
        counts = simulate(200).map((count, v) => count + (counts[v] as number));
        const estimates = estimateShares({ mechanism, reports: 200 * release, counts, level });
        any ||= estimates.shares.some(({ significant }, v) => significant && v < 99);
      }
      if (any) wrong++;
    }
    return wrong / rounds;
  };
  expect(misled(0.05 / 5, 600)).toBeLessThanOrEqual(0.055);
  expect(misled(0.05, 600)).toBeGreaterThan(0.08);
});

test('prevalence polls: false findings in at most 5 % of rounds, all shares covered in at least 94 %', () => {
  const mechanism = subsetSelection(2, 4);
  const { p, q } = supportProbabilities(mechanism);
  const uniform = seededUniform(206);
  const shares = [0.4, 0.1, 0.02, ...new Array<number>(17).fill(0)];
  const rounds = 2000;
  let falseFindings = 0;
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const asked = shares.map(() => 0);
    const yes = shares.map(() => 0);
    for (let report = 0; report < 1000; report++) {
      const v = Math.floor(uniform() * shares.length);
      asked[v] = (asked[v] as number) + 1;
      const holds = uniform() < (shares[v] as number);
      if (uniform() < (holds ? p : q)) yes[v] = (yes[v] as number) + 1;
    }
    const estimates = estimatePrevalence({ mechanism, asked, yes }, 0.05, 20).flatMap((estimate) =>
      estimate.kind === 'estimated' ? [estimate] : [],
    );
    if (estimates.some(({ significant, index }) => significant && shares[index] === 0)) falseFindings++;
    if (
      estimates.every(({ low, high, index }) => low <= (shares[index] as number) && (shares[index] as number) <= high)
    )
      covered++;
  }
  expect(falseFindings / rounds).toBeLessThanOrEqual(0.055);
  expect(covered / rounds).toBeGreaterThanOrEqual(0.94);
});

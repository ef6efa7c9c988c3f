import { expect, test } from 'vitest';
import { assumedShares, topFoundProbabilities, zipfShares } from '../../../../core/estimation/top-found.ts';
import { drawVote, subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { seededUniform } from '../../../../fleet/seeded-random.ts';

/** Rounds with the real sampler, in which every volunteer is a draw from the assumed shares. */
function simulate(
  candidates: number,
  epsilon: number,
  reports: number,
  tops: readonly number[],
  rounds: number,
): number[] {
  const mechanism = subsetSelection(candidates + 1, epsilon);
  const shares = zipfShares(candidates, assumedShares);
  const uniform = seededUniform(candidates + reports);
  const draw = (bound: number): number => Math.floor(uniform() * bound);
  const found = tops.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const counts = new Array<number>(candidates + 1).fill(0);
    for (let report = 0; report < reports; report++) {
      for (const id of drawVote(answer(shares, uniform()), mechanism, draw)) counts[id] = (counts[id] as number) + 1;
    }
    tops.forEach((top, i) => {
      const least = Math.min(...counts.slice(0, top));
      const most = Math.max(...counts.slice(top, candidates));
      if (least > most) found[i] = (found[i] as number) + 1;
    });
  }
  return found.map((count) => count / rounds);
}

function answer(shares: readonly number[], uniform: number): number {
  let rest = uniform;
  for (const [index, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return index;
  }
  return shares.length;
}

test.each([
  { candidates: 5, epsilon: 4, reports: 60, tops: [1, 3], rounds: 4000 },
  { candidates: 5, epsilon: 0.5, reports: 2000, tops: [1, 3], rounds: 2000 }, // d = 2
  { candidates: 20, epsilon: 4, reports: 300, tops: [1, 3, 5], rounds: 4000 },
  { candidates: 20, epsilon: 1, reports: 1000, tops: [1, 3], rounds: 2000 }, // d = 6
  { candidates: 100, epsilon: 4, reports: 1000, tops: [1, 3, 5], rounds: 1000 }, // d = 2
])('$candidates candidates, epsilon $epsilon, $reports reports: as often as in simulated rounds', (c) => {
  const mechanism = subsetSelection(c.candidates + 1, c.epsilon);
  const expected = topFoundProbabilities(
    zipfShares(c.candidates, assumedShares),
    c.tops,
    { ...mechanism, ...supportProbabilities(mechanism) },
    c.reports,
  );
  const simulated = simulate(c.candidates, c.epsilon, c.reports, c.tops, c.rounds);
  simulated.forEach((share, i) => {
    // Two points for the approximation and three standard errors for the simulation.
    const noise = 3 * Math.sqrt(((expected[i] as number) * (1 - (expected[i] as number))) / c.rounds);
    expect(Math.abs(share - (expected[i] as number))).toBeLessThan(0.02 + noise);
  });
});

import { expect, test } from 'vitest';
import { changesBetween } from '../../../../core/estimation/changes.ts';
import { compareCandidates } from '../../../../core/estimation/comparisons.ts';
import { shareInterval } from '../../../../core/estimation/intervals.ts';
import { randomise, subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { seededRandom, seededUniform } from '../../../../fleet/seeded-random.ts';
import { countSimulator } from './simulated-counts.ts';

const holds = ({ low, high }: { low: number; high: number }, truth: number): boolean => low <= truth && truth <= high;

test.each([
  { n: 300, k: 8, epsilon: 4, seed: 301 },
  { n: 1000, k: 20, epsilon: 4, seed: 302 },
])('intervals of all pairs hold at once in 95 % of rounds: n = $n, k = $k', ({ n, k, epsilon, seed }) => {
  const mechanism = subsetSelection(k, epsilon);
  const shares = Array.from({ length: k }, (_, v) => (v === 0 ? 0.3 : 0.7 / (k - 1)));
  const simulate = countSimulator(mechanism, shares, seed);
  const rounds = 400;
  let covered = 0;
  let falselyApart = 0;
  for (let round = 0; round < rounds; round++) {
    const compared = compareCandidates({ mechanism, reports: n, counts: simulate(n), level: 0.05 });
    const pairs = compared.order.flatMap((u, i) => compared.order.slice(i + 1).map((v) => [u, v] as const));
    const truth = (u: number, v: number) => (shares[u] as number) - (shares[v] as number);
    if (pairs.every(([u, v]) => holds(compared.difference(u, v), truth(u, v)))) covered++;
    if (pairs.some(([u, v]) => compared.isAbove(u, v) && truth(u, v) <= 0)) falselyApart++;
  }
  // Monte-Carlo standard error at 5 %: 1.1 %.
  expect(covered / rounds).toBeGreaterThanOrEqual(0.94);
  expect(falselyApart / rounds).toBeLessThanOrEqual(0.06);
});

test('votes of several ids: with their joint counts the intervals of all pairs hold at once', () => {
  const mechanism = subsetSelection(10, 1);
  const { domainSize: k, subsetSize } = mechanism;
  expect(subsetSize).toBeGreaterThan(1);
  const [uniform, random] = [seededUniform(303), seededRandom(304)];
  const shares = [0.4, 0.2, ...new Array<number>(8).fill(0.05)];
  const cumulative = shares.map((_, i) => shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0));
  const rounds = 200;
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const counts = new Array<number>(k).fill(0);
    const joint = new Array<number>(k * k).fill(0);
    for (let report = 0; report < 400; report++) {
      const at = uniform();
      const found = cumulative.findIndex((end) => at < end);
      const vote = randomise(found === -1 ? k - 1 : found, mechanism, random);
      for (const u of vote) {
        counts[u] = (counts[u] as number) + 1;
        for (const v of vote) joint[u * k + v] = (joint[u * k + v] as number) + 1;
      }
    }
    const jointCounts = (u: number, v: number) => joint[u * k + v] as number;
    const compared = compareCandidates({ mechanism, reports: 400, counts, level: 0.05, jointCounts });
    const all = compared.order.every((u, i) =>
      compared.order
        .slice(i + 1)
        .every((v) => holds(compared.difference(u, v), (shares[u] as number) - (shares[v] as number))),
    );
    if (all) covered++;
  }
  expect(covered / rounds).toBeGreaterThanOrEqual(0.93);
});

test('nothing has changed between releases: a change is found in at most 5 % of rounds, and the intervals hold in 95 %', () => {
  const mechanism = subsetSelection(12, 4);
  const support = supportProbabilities(mechanism);
  const shares = [0.4, 0.2, 0.1, ...new Array<number>(9).fill(0.3 / 9)];
  const simulate = countSimulator(mechanism, shares, 305);
  const rounds = 1000;
  let found = 0;
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const [before, after] = [simulate(200), simulate(300)];
    const changes = changesBetween(
      before.map((count, index) => ({
        index,
        before: { reports: 200, count },
        since: { reports: 300, count: after[index] as number },
      })),
      support,
      0.05,
    );
    if (changes.some(({ significant }) => significant)) found++;
    if (changes.every((change) => holds(change, 0))) covered++;
  }
  // Monte-Carlo standard error at 5 %: .7 %.
  expect(found / rounds).toBeLessThanOrEqual(0.055);
  expect(covered / rounds).toBeGreaterThanOrEqual(0.95);
});

test('a change is found where there is one, and its interval holds it', () => {
  const mechanism = subsetSelection(12, 4);
  const support = supportProbabilities(mechanism);
  const [was, is] = [0.4, 0.1];
  const others = (first: number) => [first, ...new Array<number>(11).fill((1 - first) / 11)];
  const [earlier, later] = [countSimulator(mechanism, others(was), 306), countSimulator(mechanism, others(is), 307)];
  let [found, covered] = [0, 0];
  for (let round = 0; round < 300; round++) {
    const [before, after] = [earlier(300), later(300)];
    const values = before.map((count, index) => ({
      index,
      before: { reports: 300, count },
      since: { reports: 300, count: after[index] as number },
    }));
    const changes = changesBetween(values, support, 0.05);
    if (changes[0]?.significant) found++;
    if (changes[0] && holds(changes[0], is - was)) covered++;
  }
  expect(found / 300).toBeGreaterThan(0.95);
  expect(covered / 300).toBeGreaterThanOrEqual(0.95);
});

test('rounds that the same volunteers answered: subtracted intervals hold, whatever ties the answers together', () => {
  const mechanism = subsetSelection(8, 4);
  const { p, q } = supportProbabilities(mechanism);
  const support = { p, q };
  const rounds = 1000;
  // Who holds the value in one round holds it in the other, or nobody holds both.
  for (const together of [true, false]) {
    const uniform = seededUniform(together ? 308 : 309);
    let covered = 0;
    for (let round = 0; round < rounds; round++) {
      let [first, second] = [0, 0];
      for (let volunteer = 0; volunteer < 300; volunteer++) {
        const at = uniform();
        const [inFirst, inSecond] = [at < 0.3, together ? at < 0.3 : at >= 0.7];
        if (uniform() < (inFirst ? p : q)) first++;
        if (uniform() < (inSecond ? p : q)) second++;
      }
      const [a, b] = [shareInterval(first, 300, support, 0.025), shareInterval(second, 300, support, 0.025)];
      if (holds({ low: b.low - a.high, high: b.high - a.low }, 0)) covered++;
    }
    expect(covered / rounds).toBeGreaterThanOrEqual(0.95);
  }
});

import { expect, test } from 'vitest';
import { subsetSelection, supportProbabilities } from '../../../core/privacy/subset-selection.ts';
import { simulatedRound } from '../../../fleet/simulated-round.ts';

const texts = Array.from({ length: 20 }, (_, i) => `text ${i}`);
const epsilon = 4;
const mechanism = subsetSelection(21, epsilon);
const described = { mechanism, number: 2, title: 'A round', texts, epsilon, releases: 1 };
const reports = 10_000;

/** Counts as the law expects them of these true answers. */
function expectedCounts(trueCounts: readonly number[]): Float64Array {
  const { p, q } = supportProbabilities(mechanism);
  const counts = trueCounts.map((count) => Math.floor(count * p + (reports - count) * q));
  counts[20] = (counts[20] ?? 0) + reports - counts.reduce((a, b) => a + b, 0);
  return Float64Array.from(counts);
}
const trueCounts = Float64Array.from(texts, (_, i) => (i < 12 ? 100 * (12 - i) : 0));
const truth = Float64Array.of(...trueCounts, reports - trueCounts.reduce((a, b) => a + b, 0));

test('estimates stand beside the truth', () => {
  const round = simulatedRound(described, { reports, counts: expectedCounts(Array.from(truth)), trueCounts: truth });
  expect(round).toMatchObject({ round: 2, title: 'A round', volunteers: reports, recallTop10: 1, coverage: 1 });
  expect(round.falselySignificant).toBe(0);
  expect(round.shares.map(({ index, text }) => [index, text])).toEqual(texts.map((text, i) => [i, text]));
  expect(round.shares[0]).toMatchObject({ true: 0.12, significant: true });
  expect(round.shares[0]?.estimate).toBeCloseTo(0.12, 3);
  expect(round.none?.true).toBeCloseTo(0.22, 10);
  expect(round.power.smallestShare).toBeGreaterThan(0);
  expect(round.power.seen).toBe(round.power.above);
});

test('says how much of the true top is found, which intervals fail, and what is told from zero wrongly', () => {
  const believed = Array.from(truth);
  [believed[0], believed[19]] = [0, believed[0] as number];
  const round = simulatedRound(described, { reports, counts: expectedCounts(believed), trueCounts: truth });
  expect(round.recallTop10).toBe(0.9);
  expect(round.coverage).toBeCloseTo(19 / 21, 10);
  expect(round.falselySignificant).toBe(1);
  expect(round.power.above - round.power.seen).toBe(1);
});

test('the true top is as long as there are texts with a true answer', () => {
  const few = Float64Array.from({ length: 21 }, (_, i) => (i === 3 ? 4000 : i === 20 ? 6000 : 0));
  const found = simulatedRound(described, { reports, counts: expectedCounts(Array.from(few)), trueCounts: few });
  expect(found.recallTop10).toBe(1);
  const none = Float64Array.from({ length: 21 }, (_, i) => (i === 20 ? reports : 0));
  expect(
    simulatedRound(described, { reports, counts: expectedCounts(Array.from(none)), trueCounts: none }).recallTop10,
  ).toBe(null);
});

test('more planned releases give wider intervals', () => {
  const votes = { reports, counts: expectedCounts(Array.from(truth)), trueCounts: truth };
  const width = (releases: number) => {
    const [first] = simulatedRound({ ...described, releases }, votes).shares;
    return (first?.high ?? 0) - (first?.low ?? 0);
  };
  expect(width(5)).toBeGreaterThan(width(1));
});

test('a round that nobody answers has no estimates', () => {
  const nothing = { reports: 0, counts: new Float64Array(21), trueCounts: new Float64Array(21) };
  expect(simulatedRound(described, nothing)).toMatchObject({
    volunteers: 0,
    recallTop10: null,
    coverage: null,
    none: null,
    shares: [],
  });
});

test('a prevalence poll has an estimate for each text that enough devices drew, and no "none"', () => {
  const two = subsetSelection(2, epsilon);
  const { p, q } = supportProbabilities(two);
  const yes = (share: number) => Math.round(1000 * (q + share * (p - q)));
  const counts = Float64Array.of(1000 - yes(0.3), yes(0.3), 1000 - yes(0), yes(0), 10, 9);
  const poll = { ...described, mechanism: two, texts: ['a', 'b', 'c'], isPrevalence: true };
  const votes = { reports: 2019, counts, trueCounts: Float64Array.of(0.3 * 2019, 0, 0) };
  const round = simulatedRound(poll, votes);
  expect(round.none).toBe(null);
  expect(round.shares.map(({ text, significant }) => [text, significant])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(round.shares[0]?.estimate).toBeCloseTo(0.3, 2);
  expect(round).toMatchObject({ coverage: 1, recallTop10: 1, falselySignificant: 0 });
  expect(round.power).toMatchObject({ above: 1, seen: 1 });
});

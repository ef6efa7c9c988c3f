import { expect, test } from 'vitest';
import { subsetSelection } from '../../../core/privacy/subset-selection.ts';
import { decodeVote } from '../../../core/privacy/vote-codec.ts';
import { type FleetRound, voteFor } from '../../../fleet/fleet-votes.ts';
import { seededRandom } from '../../../fleet/seeded-random.ts';

const mechanism = subsetSelection(4, 20);
/** Texts 0, 1, 2 are nearest to candidates 0, 1, 2; text 3 is like none of them. */
const candidates: FleetRound = {
  kind: 'candidates',
  mechanism,
  cohorts: [0],
  answerRule: 'random-draft',
  recentDrafts: 20,
  minSimilarity: 0.5,
  rows: Int32Array.of(0, 1, 2, 0),
  takesPart: Uint8Array.of(1, 1, 1, 1),
  similarities: Float64Array.of(0.9, 0.5, 0.7, 0.49),
};
/** Text 0 has fragments 0 and 2, text 1 has none, text 2 has fragment 2. */
const fragments: FleetRound = {
  kind: 'fragments',
  poll: 'which',
  fragments: 3,
  mechanism,
  cohorts: [0],
  starts: Uint32Array.of(0, 2, 2, 3),
  seen: Uint16Array.of(0, 2, 2),
};
const vote = (volunteers: number[][], rounds: FleetRound[], cohorts = 1, keepVotes = false) =>
  voteFor(volunteers, rounds, { cohorts, random: seededRandom(5), keepVotes });
const truth = (volunteers: number[][], round: FleetRound) => Array.from(vote(volunteers, [round])[0]?.trueCounts ?? []);

test('the true answer of a draft is its nearest candidate from minSimilarity on, and else "none"', () => {
  expect(truth([[0], [1], [2], [3], []], candidates)).toEqual([1, 1, 1, 2]);
});

test('one of the recent drafts decides, or the closest of them', () => {
  const many = Array.from({ length: 3000 }, () => [0, 2, 1]);
  for (const count of truth(many, candidates).slice(0, 3)) expect(Math.abs(count - 1000)).toBeLessThan(110);
  expect(truth(many, { ...candidates, recentDrafts: 1 })).toEqual([3000, 0, 0, 0]);
  expect(truth(Array(5).fill([2, 0, 1]), { ...candidates, answerRule: 'closest' })).toEqual([5, 0, 0, 0]);
  expect(truth(Array(5).fill([2, 0, 1]), { ...candidates, answerRule: 'closest', recentDrafts: 1 })).toEqual([
    0, 0, 5, 0,
  ]);
});

test('the true answer of a poll is one of the fragments that any draft has', () => {
  expect(truth([[1], [2], [1, 2], []], fragments)).toEqual([0, 0, 2, 2]);
  const [first = 0, second, third = 0] = truth(Array(2000).fill([0, 2]), fragments);
  expect(second).toBe(0);
  expect(Math.abs(first - third)).toBeLessThan(280);
});

test('votes are randomised, counted, and kept in their wire form when they are asked for', () => {
  const noisy = subsetSelection(4, 1);
  const [round] = vote(Array(4000).fill([0]), [{ ...candidates, mechanism: noisy }], 1, true);
  const { subsetSize } = noisy;
  expect(round?.reports).toBe(4000);
  expect(Array.from(round?.counts ?? []).reduce((a, b) => a + b)).toBe(4000 * subsetSize);
  expect(round?.counts[1]).toBeGreaterThan(300);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const bytes = round?.votes.subarray(2 * subsetSize * i, 2 * subsetSize * (i + 1)) ?? new Uint8Array();
    for (const id of decodeVote(bytes, noisy)) counts[id] = (counts[id] ?? 0) + 1;
  }
  expect(counts).toEqual(Array.from(round?.counts ?? []));
  expect(vote([[0]], [candidates])[0]?.votes).toHaveLength(0);
});

test('a volunteer answers the rounds of its own cohort', () => {
  const volunteers = Array<number[]>(2000).fill([0]);
  const reports = vote(
    volunteers,
    [candidates, { ...candidates, cohorts: [1] }, { ...candidates, cohorts: [] }],
    2,
  ).map((round) => round.reports);
  expect((reports[0] ?? 0) + (reports[1] ?? 0)).toBe(2000);
  expect(Math.abs((reports[0] ?? 0) - 1000)).toBeLessThan(120);
  expect(reports[2]).toBe(0);
});

test('in a prevalence poll each volunteer answers yes or no for one fragment that it draws', () => {
  const poll: FleetRound = { ...fragments, poll: 'prevalence', mechanism: subsetSelection(2, 15) };
  const [round] = vote(Array(3000).fill([0, 1]), [poll], 1, true);
  // All typed fragments 0 and 2, and nobody fragment 1.
  expect(Array.from(round?.trueCounts ?? [])).toEqual([3000, 0, 3000]);
  const [no0, yes0 = 0, no1 = 0, yes1, no2, yes2 = 0] = Array.from(round?.counts ?? []);
  expect([no0, yes1, no2]).toEqual([0, 0, 0]);
  expect(yes0 + no1 + yes2).toBe(3000);
  for (const asked of [yes0, no1, yes2]) expect(Math.abs(asked - 1000)).toBeLessThan(110);
  expect(round?.votes).toHaveLength(6000);
});

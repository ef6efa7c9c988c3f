import { afterEach, expect, test, vi } from 'vitest';
import { drawsFrom } from '../../../../core/privacy/random-integers.ts';
import {
  drawVote,
  randomise,
  realisedEpsilon,
  type SubsetSelection,
  subsetSelection,
  subsetSelectionSchema,
  supportProbabilities,
} from '../../../../core/privacy/subset-selection.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { defectiveSamplers, type Sampler } from '../../../defective-samplers.ts';
import { departuresFromLaw, exactLaw } from './exact-law.ts';

afterEach(() => vi.restoreAllMocks());

const mechanism = (domainSize: number, subsetSize: number, weightTrue: number, weightOther: number) =>
  subsetSelectionSchema.parse({ name: 'subset-selection', domainSize, subsetSize, weightTrue, weightOther });
const small: SubsetSelection[] = [
  mechanism(2, 1, 3, 1),
  mechanism(3, 1, 8, 3),
  mechanism(3, 2, 7, 5),
  mechanism(4, 2, 5, 2),
  mechanism(5, 2, 9, 4),
  mechanism(5, 3, 4, 1),
  mechanism(6, 3, 3, 2),
];

test('the sampler has exactly the stated law, over all sequences of draws', () => {
  for (const m of small) expect(departuresFromLaw(drawVote, m)).toEqual([]);
});

test('no vote is more than W / M times as likely under one answer as under another, exactly', () => {
  for (const m of small) {
    const laws = Array.from({ length: m.domainSize }, (_, trueAnswer) => exactLaw(drawVote, trueAnswer, m));
    for (const a of laws) {
      for (const b of laws) {
        expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
        for (const [vote, pa] of a) {
          const pb = b.get(vote) as { over: bigint; under: bigint };
          expect(pa.over * pb.under * BigInt(m.weightOther) <= pb.over * pa.under * BigInt(m.weightTrue)).toBe(true);
        }
      }
    }
  }
});

/** Whether a sampler takes all its randomness from the draws it is given. */
function drawsOnlyWhatItIsGiven(sampler: Sampler): boolean {
  const votes = () => {
    const draw = drawsFrom(seededRandom(5));
    return Array.from({ length: 100 }, () => sampler(1, mechanism(5, 2, 9, 4), draw).join(' ')).join('|');
  };
  const first = votes();
  return votes() === first;
}

test('the published defects, and the smallest one, are caught by the checks that the sampler passes', () => {
  expect(drawsOnlyWhatItIsGiven(drawVote)).toBe(true);
  vi.spyOn(Math, 'random').mockImplementation(
    (
      (n) => () =>
        ++n / 1000
    )(0),
  );
  for (const [defect, sampler] of Object.entries(defectiveSamplers)) {
    const caught =
      !drawsOnlyWhatItIsGiven(sampler) ||
      small.some((m) => m.subsetSize > 1 && departuresFromLaw(sampler, m).length > 0);
    expect(caught, defect).toBe(true);
  }
});

test('redrawing the excluded answer costs what docs/mathematics.md says: 1.55 for a nominal epsilon of 1 at k = 100', () => {
  // Exactly, at the size of a real study: with it P(S | x in S) gains (1 - p) / C(k, d), and C(k, d) / C(k-1, d-1) = k
  // / d.
  const m = subsetSelection(100, 1);
  const { p } = supportProbabilities(m);
  const defective = Math.log(1 + (p / (1 - p)) * (m.domainSize / m.subsetSize));
  expect(defective).toBeCloseTo(1.55, 2);
  const tiny = mechanism(5, 2, 9, 4);
  const law = (trueAnswer: number) =>
    exactLaw(defectiveSamplers['true answer redrawn when excluded'] as Sampler, trueAnswer, tiny);
  const probability = ({ over, under } = { over: 0n, under: 1n }) => Number(over) / Number(under);
  const ratio = probability(law(0).get('0 1')) / probability(law(4).get('0 1'));
  const { p: tinyP } = supportProbabilities(tiny);
  expect(ratio).toBeCloseTo(1 + (tinyP / (1 - tinyP)) * (5 / 2), 12);
  expect(Math.log(ratio)).toBeGreaterThan(realisedEpsilon(tiny) + 0.3);
});

test('votes are ascending distinct ids of the domain', () => {
  const random = seededRandom(6);
  for (const m of [subsetSelection(2, 1), subsetSelection(10_000, 0.5), subsetSelection(1000, 4)]) {
    for (const trueAnswer of [0, 1, m.domainSize - 1]) {
      const vote = randomise(trueAnswer, m, random);
      expect(vote).toHaveLength(m.subsetSize);
      expect(vote.every((id, i) => Number.isInteger(id) && id > (vote[i - 1] ?? -1) && id < m.domainSize)).toBe(true);
    }
  }
});

test.each([-1, 5, 0.5, Number.NaN])('refuses the answer %s outside the domain', (answer) => {
  expect(() => randomise(answer, mechanism(5, 2, 9, 4), seededRandom(1))).toThrow('answer');
});

test('weights of docs/mathematics.md; the realised epsilon is just below the nominal one', () => {
  const expected = { 0.5: 1728809, 1: 2850325, 2: 7747986, 4: 57250309, 6: 423025750, 8: 3125761002 };
  for (const [epsilon, weightTrue] of Object.entries(expected)) {
    const m = subsetSelection(100, Number(epsilon));
    expect(m.weightTrue).toBe(weightTrue);
    expect(realisedEpsilon(m)).toBeLessThanOrEqual(Number(epsilon));
    expect(realisedEpsilon(m)).toBeGreaterThan(Number(epsilon) - 2 ** -19);
  }
  // ln 3 is where e^epsilon is whole: rounding must not push it above.
  for (const e of [2, 3, 5, 7, 11])
    expect(realisedEpsilon(subsetSelection(9, Math.log(e)))).toBeLessThanOrEqual(Math.log(e));
});

test('d is the best of all subset sizes, and reaches 2 where docs/mathematics.md says', () => {
  const constant = (k: number, d: number, e: number) => (d * e + k - d) ** 2 / (d * (k - d));
  for (const epsilon of [0.1, 0.5, 1, 2, 3, 4, 5, 6, 8, 12]) {
    for (const k of [2, 3, 4, 5, 6, 7, 11, 12, 13, 50, 78, 79, 80, 572, 573, 1000, 4217, 4218, 10_000]) {
      const m = subsetSelection(k, epsilon);
      const e = m.weightTrue / m.weightOther;
      const best = Math.min(...Array.from({ length: k - 1 }, (_, i) => constant(k, i + 1, e)));
      expect(constant(k, m.subsetSize, e)).toBeLessThanOrEqual(best * (1 + 1e-12));
    }
  }
  const firstWithTwo = (epsilon: number): number => {
    let k = 2;
    while (subsetSelection(k, epsilon).subsetSize < 2) k++;
    return k;
  };
  expect([0.5, 1, 2, 4, 6, 8].map(firstWithTwo)).toEqual([4, 6, 12, 79, 573, 4218]);
});

test.each([
  [1, 4, 'k:'],
  [10_001, 4, 'k:'],
  [2.5, 4, 'k:'],
  [100, 0, 'epsilon:'],
  [100, -1, 'epsilon:'],
  [100, 1e-9, 'epsilon:'],
  [100, Number.NaN, 'epsilon:'],
  [100, 23, 'too large'],
  [2, 1000, 'too large'],
  [2, Number.POSITIVE_INFINITY, 'too large'],
])('refuses k = %s with epsilon = %s in plain words', (k, epsilon, words) => {
  expect(() => subsetSelection(k, epsilon)).toThrow(words);
  expect(() => subsetSelection(k, epsilon)).toThrow(RangeError);
});

test('takes every k at every epsilon whose weights fit', () => {
  for (const epsilon of [1e-6, 0.01, 8, 15, 22]) {
    for (const k of [2, 3, 101, 10_000]) expect(subsetSelection(k, epsilon).domainSize).toBe(k);
  }
});

test.each([
  ['equal weights, which would tell nothing', { weightTrue: 4 }],
  ['a subset that is the whole domain', { subsetSize: 5 }],
  ['totals beyond exact integers', { weightTrue: 2 ** 52 }],
  ['another mechanism', { name: 'unary-encoding' }],
])('the schema refuses %s', (_what, change) => {
  expect(subsetSelectionSchema.safeParse({ ...mechanism(5, 2, 9, 4), ...change }).success).toBe(false);
});

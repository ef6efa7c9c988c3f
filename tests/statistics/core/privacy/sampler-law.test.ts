import { expect, test, vi } from 'vitest';
import { randomBlocks } from '../../../../core/privacy/random-blocks.ts';
import { drawsFrom } from '../../../../core/privacy/random-integers.ts';
import {
  drawVote,
  type SubsetSelection,
  subsetSelection,
  subsetSelectionSchema,
  supportProbabilities,
} from '../../../../core/privacy/subset-selection.ts';
import { seededRandom, seededUniform } from '../../../../fleet/seeded-random.ts';
import { defectiveSamplers, type Sampler } from '../../../defective-samplers.ts';

/** How far a chi-square statistic lies above its law, in standard deviations (Wilson & Hilferty 1931). */
function surprise(statistic: number, freedom: number): number {
  const variance = 2 / (9 * freedom);
  return ((statistic / freedom) ** (1 / 3) - (1 - variance)) / Math.sqrt(variance);
}

/** Chi-square of whole votes, in the order of their ids, against the law: every one of the C(k, d) votes is a cell. */
function voteSurprise(sampler: Sampler, m: SubsetSelection, trueAnswer: number, votes: number, seed: number): number {
  const draw = drawsFrom(randomBlocks(seededRandom(seed)));
  const seen = new Map<string, number>();
  for (let i = 0; i < votes; i++) {
    const vote = sampler(trueAnswer, m, draw).join(' ');
    seen.set(vote, (seen.get(vote) ?? 0) + 1);
  }
  const { p } = supportProbabilities(m);
  const cells: { vote: string; probability: number }[] = [];
  const choose = (n: number, r: number): number => (r === 0 ? 1 : (choose(n - 1, r - 1) * n) / r);
  const add = (ids: number[]): void => {
    if (ids.length === m.subsetSize) {
      const probability = ids.includes(trueAnswer)
        ? p / choose(m.domainSize - 1, m.subsetSize - 1)
        : (1 - p) / choose(m.domainSize - 1, m.subsetSize);
      cells.push({ vote: ids.join(' '), probability });
      return;
    }
    for (let id = (ids.at(-1) ?? -1) + 1; id < m.domainSize; id++) add([...ids, id]);
  };
  add([]);
  let statistic = 0;
  for (const { vote, probability } of cells) {
    statistic += ((seen.get(vote) ?? 0) - votes * probability) ** 2 / (votes * probability);
    seen.delete(vote);
  }
  return seen.size > 0 ? Number.POSITIVE_INFINITY : surprise(statistic, cells.length - 1);
}

const shipped: [string, SubsetSelection, number][] = [
  ['k-ary randomised response', subsetSelection(20, 4), 7],
  ['binary randomised response', subsetSelection(2, 1), 0],
  ['three of ten', subsetSelection(10, 1), 9],
  ['two of a hundred', subsetSelection(100, 4), 50],
];

test.each(shipped)('votes follow the law: %s', (_name, m, trueAnswer) => {
  expect(voteSurprise(drawVote, m, trueAnswer, 300_000, 301)).toBeLessThan(4);
});

test('the same chi-square catches the published defects', () => {
  const m = subsetSelection(10, 1);
  const uniform = seededUniform(302);
  const generator = vi.spyOn(Math, 'random').mockImplementation(uniform);
  for (const defect of ['true answer redrawn when excluded', 'true answer first'] as const) {
    expect(voteSurprise(defectiveSamplers[defect] as Sampler, m, 3, 100_000, 303), defect).toBeGreaterThan(6);
  }
  // A good law from a bad source: no statistic can see it, only the check that all randomness comes from the draws.
  expect(generator).not.toHaveBeenCalled();
  expect(
    voteSurprise(defectiveSamplers['a generator that can be predicted'] as Sampler, m, 3, 100_000, 304),
  ).toBeLessThan(4);
  expect(generator).toHaveBeenCalled();
  generator.mockRestore();
});

test('the smallest step away from the law shows where the weights are small', () => {
  const m = subsetSelectionSchema.parse({
    name: 'subset-selection',
    domainSize: 5,
    subsetSize: 2,
    weightTrue: 9,
    weightOther: 4,
  });
  expect(voteSurprise(drawVote, m, 2, 100_000, 305)).toBeLessThan(4);
  expect(voteSurprise(defectiveSamplers['a coin off by one'] as Sampler, m, 2, 100_000, 306)).toBeGreaterThan(6);
});

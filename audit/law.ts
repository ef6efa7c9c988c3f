import { lowerTail, upperTail } from '../core/binomial.ts';
import type { SubsetSelection } from '../core/privacy/subset-selection.ts';
import { chiSquareTail } from './chi-square.ts';
import { binomialCoefficient, type CountedVotes } from './counted-votes.ts';

export interface LawTest {
  readonly name: string;
  readonly pValue: number;
}

/**
 * Compares votes with the law P(S | x) = (W if x in S, else M) / Z, written out here anew from W and M: chi-square over
 * all subsets where these are few, and exact binomial tests of how often each value is held, alone and together with
 * the true answer.
 */
export function lawTests(counted: CountedVotes, mechanism: SubsetSelection): LawTest[] {
  const { trueAnswer: x, votes, holding, holdingBoth, subsets } = counted;
  const { domainSize: k, subsetSize: d, weightTrue: w, weightOther: m } = mechanism;
  const z = binomialCoefficientRatio(k, d) * w + m;
  // In units of C(k-1, d) M: subsets with x weigh (d / (k-d)) W / M, those without x weigh 1.
  const holdsTrue = (binomialCoefficientRatio(k, d) * w) / z;
  const holdsOther = (holdsTrue * (d - 1) + (1 - holdsTrue) * d) / (k - 1);
  const holdsBoth = (holdsTrue * (d - 1)) / (k - 1);
  const tests: LawTest[] = [];
  for (let v = 0; v < k; v++) {
    const expected = v === x ? holdsTrue : holdsOther;
    tests.push({ name: `votes that hold ${v}`, pValue: twoSided(holding[v] as number, votes, expected) });
    if (v !== x && d > 1) {
      const pValue = twoSided(holdingBoth[v] as number, votes, holdsBoth);
      tests.push({ name: `votes that hold ${v} and the true answer`, pValue });
    }
  }
  if (subsets) tests.push(subsetsTest(subsets, counted, mechanism));
  return tests;
}

/** C(k-1, d-1) / C(k-1, d). */
const binomialCoefficientRatio = (k: number, d: number): number => d / (k - d);

function twoSided(count: number, n: number, probability: number): number {
  return Math.min(1, 2 * Math.min(lowerTail(count, n, probability), upperTail(count, n, probability)));
}

function subsetsTest(subsets: Uint32Array, counted: CountedVotes, mechanism: SubsetSelection): LawTest {
  const { domainSize: k, subsetSize: d, weightTrue, weightOther } = mechanism;
  const z = binomialCoefficient(k - 1, d - 1) * weightTrue + binomialCoefficient(k - 1, d) * weightOther;
  let statistic = 0;
  const ids = Array.from({ length: d }, (_, i) => i);
  for (let number = 0; number < subsets.length; number++) {
    const weight = ids.includes(counted.trueAnswer) ? weightTrue : weightOther;
    const expected = (counted.votes * weight) / z;
    statistic += ((subsets[number] as number) - expected) ** 2 / expected;
    nextSubset(ids);
  }
  return { name: `chi-square over ${subsets.length} votes`, pValue: chiSquareTail(statistic, subsets.length - 1) };
}

/** The next subset in colexicographic order, in place. */
function nextSubset(ids: number[]): void {
  let i = 0;
  while (i + 1 < ids.length && (ids[i] as number) + 1 === ids[i + 1]) i++;
  ids[i] = (ids[i] as number) + 1;
  for (let j = 0; j < i; j++) ids[j] = j;
}

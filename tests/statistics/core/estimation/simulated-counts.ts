import { type SubsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { seededUniform } from '../../../../fleet/seeded-random.ts';

/**
 * Support counts of simulated rounds, straight from the law of the mechanism: every volunteer answers by `shares`, the
 * vote holds the answer with probability p, and the other ids are a uniform subset of the other values. Much faster
 * than the shipped sampler, whose law is shown elsewhere; every call is one round of `reports` volunteers.
 */
export function countSimulator(mechanism: SubsetSelection, shares: readonly number[], seed: number) {
  const { domainSize: k, subsetSize: d } = mechanism;
  const { p } = supportProbabilities(mechanism);
  const uniform = seededUniform(seed);
  const cumulative: number[] = [];
  for (const share of shares) cumulative.push((cumulative.at(-1) ?? 0) + share);
  // Any order of 0..k-2 will do: a partial Fisher-Yates shuffle of any order draws a uniform subset.
  const others = Int32Array.from({ length: k - 1 }, (_, i) => i);
  const answer = (): number => {
    const at = uniform() * (cumulative.at(-1) as number);
    let [low, high] = [0, k - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (reports: number): number[] => {
    const counts = new Int32Array(k);
    for (let report = 0; report < reports; report++) {
      const trueAnswer = answer();
      const include = uniform() < p;
      if (include) counts[trueAnswer] = (counts[trueAnswer] as number) + 1;
      const size = include ? d - 1 : d;
      for (let i = 0; i < size; i++) {
        const j = i + Math.floor(uniform() * (k - 1 - i));
        const drawn = others[j] as number;
        others[j] = others[i] as number;
        others[i] = drawn;
        const v = drawn < trueAnswer ? drawn : drawn + 1;
        counts[v] = (counts[v] as number) + 1;
      }
    }
    return Array.from(counts);
  };
}

/** A function that remembers what it gave for each count. */
export function remembered<Result>(of: (count: number) => Result): (count: number) => Result {
  const known = new Map<number, Result>();
  return (count) => {
    const result = known.get(count) ?? of(count);
    known.set(count, result);
    return result;
  };
}

import { logMass } from '../binomial.ts';

/**
 * Shares that a plan assumes: candidate i (from 1) holds (1 - none) i^-exponent / sum over candidates: Zipf's law, and
 * "none" the rest.
 */
export interface AssumedShares {
  readonly exponent: number;
  readonly none: number;
}
export const assumedShares: AssumedShares = { exponent: 1, none: 0.25 };

/** The assumed shares of `candidates` candidates, largest first. */
export function zipfShares(candidates: number, { exponent, none }: AssumedShares): number[] {
  const weights = Array.from({ length: candidates }, (_, i) => (i + 1) ** -exponent);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => ((1 - none) * weight) / sum);
}

/**
 * For each of `tops`: the probability that the `top` largest of `shares` (sorted, largest first) are exactly the `top`
 * candidates with the most votes; a tie at the edge counts as not found.
 *
 * Right to two percentage points against simulated votes of the real mechanism; how: docs/mathematics.md, "Which top
 * candidates are found".
 *
 * @param support p and q of the mechanism, with d and k
 * @param reports n
 */
export function topFoundProbabilities(
  shares: readonly number[],
  tops: readonly number[],
  support: { p: number; q: number; subsetSize: number; domainSize: number },
  reports: number,
): number[] {
  const { p, q, subsetSize, domainSize } = support;
  const thinned = (subsetSize - 1) / (domainSize - 1);
  const laws = shares.map((share) => countLaw(reports * (q + share * (p - q)), thinned));
  return tops.map((top) => (top >= laws.length ? 1 : topFound(laws, top)));
}

function topFound(laws: readonly CountLaw[], top: number): number {
  const first = laws.slice(0, top);
  const rest = laws.slice(top);
  const from = Math.max(...rest.map((law) => law.from));
  const to = Math.max(...rest.map((law) => law.to));
  let found = 0;
  let restBelow = 0;
  for (let count = from; count <= to; count++) {
    const restUpTo = product(rest, count, upTo);
    found += (restUpTo - restBelow) * product(first, count, above);
    restBelow = restUpTo;
  }
  return found;
}

interface CountLaw {
  /** Counts outside from..to come with a chance below 1e-15. */
  readonly from: number;
  readonly to: number;
  /** P(count <= from + i). */
  readonly cumulative: Float64Array;
}

/** Law of a count with the given mean and variance mean (1 - thinned), eight deviations around its mean. */
function countLaw(mean: number, thinned: number): CountLaw {
  // A Poisson law is the limit of many trials; 1e12 of them are that to 1e-6.
  const trials = thinned > 0 ? Math.max(1, Math.round(mean / thinned)) : 1e12;
  const chance = Math.min(1, mean / trials);
  const deviation = Math.sqrt(mean * (1 - thinned));
  const from = Math.max(0, Math.floor(mean - 8 * deviation - 8));
  const to = Math.min(trials, Math.ceil(mean + 8 * deviation + 20));
  const cumulative = new Float64Array(to - from + 1);
  const middle = Math.min(to, Math.max(from, Math.floor(mean)));
  const odds = chance / (1 - chance);
  const central = Math.exp(logMass(middle, trials, chance));
  let mass = central;
  for (let count = middle; count >= from; count--) {
    cumulative[count - from] = mass;
    mass *= count / ((trials - count + 1) * odds);
  }
  mass = central;
  for (let count = middle + 1; count <= to; count++) {
    mass *= ((trials - count + 1) * odds) / count;
    cumulative[count - from] = mass;
  }
  for (let i = 1; i < cumulative.length; i++) {
    cumulative[i] = Math.min(1, (cumulative[i - 1] as number) + (cumulative[i] as number));
  }
  return { from, to, cumulative };
}

const upTo = ({ from, cumulative }: CountLaw, count: number): number => cumulative[count - from] as number;
const above = (law: CountLaw, count: number): number => 1 - upTo(law, count);

/** Product over the laws; one that lies to a side of `count` altogether is taken as certain, without a look at it. */
function product(
  laws: readonly CountLaw[],
  count: number,
  probability: (law: CountLaw, count: number) => number,
): number {
  let result = 1;
  for (const law of laws) {
    if (count >= law.to) {
      if (probability === above) return 0;
      continue;
    }
    if (count < law.from) {
      if (probability === upTo) return 0;
      continue;
    }
    result *= probability(law, count);
    if (result < 1e-18) return 0;
  }
  return result;
}

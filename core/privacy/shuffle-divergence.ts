import { logMass, lowerTail, upperTail } from '../binomial.ts';

/**
 * One case of what the adversary sees of n shuffled reports: `t` of them tell x0 from x1, half of these for either in
 * law, and all others together weigh `rest`. See `deltaOf`.
 */
export interface Case {
  readonly t: number;
  readonly probability: number;
  readonly rest: number;
}

/** Cases of a bound, and the probability-like mass that they leave out, which is added to every delta. */
export interface Cases {
  /** E = e^epsilon of one report. */
  readonly ratio: number;
  readonly reports: number;
  readonly cases: readonly Case[];
  readonly missed: number;
}

/**
 * Upper bound of the hockey-stick divergence at `epsilon`, of two laws of the shuffled reports whose likelihood ratio
 * is, as in Balle, Bell, Gascon and Nissim (CRYPTO 2019), an average over the n reports: given t, with A ~ Bin(t, 1/2),
 *
 *     delta = (1/n) E[ E A + (t - A) + rest - e^eps (A + E (t - A) + rest) ]_+ .
 *
 * Each case has a closed form, and all that is left out is added again: docs/mathematics.md, "Central epsilon".
 */
export function deltaOf({ ratio: e, reports, cases, missed }: Cases, epsilon: number): number {
  const x = Math.expm1(epsilon);
  const y = Math.exp(epsilon) + 1;
  let sum = 0;
  let positive = 0;
  for (const { t, probability, rest } of cases) {
    const start = Math.floor((t * ((x + 1) * e - 1) + rest * x) / ((e - 1) * y)) + 1;
    if (start > t) continue;
    const gain = (probability * (e - 1) * y * t * Math.exp(logMass(start - 1, t - 1, 0.5))) / 4;
    sum += gain - probability * x * upperTail(start, t, 0.5) * (((e + 1) * t) / 2 + rest);
    positive += gain;
  }
  return (sum + 1e-9 * positive) / reports + missed;
}

/**
 * The smallest epsilon with `deltaOf` at most `delta`, rounded up by at most 1e-7 relative: the upper end of a bracket
 * that bisection and the rule of false position narrow in turn.
 */
export function epsilonOf(cases: Cases, delta: number): number {
  const excess = (epsilon: number): number => Math.log(deltaOf(cases, epsilon) / delta);
  let low = 0;
  // At ln E only `missed` is left, because one report alone reveals no more than that.
  let high = Math.log(cases.ratio);
  let atLow = excess(low);
  let atHigh = Math.log(cases.missed / delta);
  if (atLow <= 0) return 0;
  for (let step = 0; high - low > 1e-7 * high; step++) {
    const secant = low + ((high - low) * atLow) / (atLow - atHigh);
    // A little above the crossing, so that the upper end moves as often as the lower.
    const aimed = secant + 0.2 * 1e-7 * high;
    const next = step % 3 === 2 || !(aimed > low && aimed < high) ? (low + high) / 2 : aimed;
    const at = excess(next);
    if (at <= 0) {
      high = next;
      atHigh = at;
    } else {
      low = next;
      atLow = at;
    }
  }
  return high;
}

/** Smallest range of counts of Bin(n, p) that leaves out at most `missed` on either side. */
export function countWindow(n: number, p: number, missed: number): { low: number; high: number } {
  const mean = Math.floor(n * p);
  const low = smallest(0, mean, (count) => lowerTail(count, n, p) > missed);
  const high = smallest(mean, n, (count) => upperTail(count + 1, n, p) <= missed);
  return { low, high };
}

/** Smallest integer of [from, to] that satisfies a condition which `to` satisfies and which stays true once it is. */
function smallest(from: number, to: number, condition: (value: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (condition(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

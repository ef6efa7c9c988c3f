import { logMass, lowerTail, upperTail } from '../estimation/binomial.ts';

/**
 * The pair of laws that the "clones" of Feldman, McMillan and Talwar (arXiv 2012.12803; SODA 2023) reduce a shuffled round to. The
 * adversary sees how many reports fell on the symbols 0 and 1, in total n with the victim's among them:
 *
 *     victim   0, 1, rest with  E a, a, 1 - (E+1) a   (world P)   or   a, E a, 1 - (E+1) a   (world Q)
 *     others   0, 1, rest with  a, a, 1 - 2a, independently, in both worlds
 *
 * so C ~ Bin(n-1, 2a) others fall on 0 or 1, and Bin(C, 1/2) of these on 0.
 *
 * **Divergence.** Of t reports on 0 or 1, let A fall on 0. With w = P(C = t), w' = P(C = t-1), x = e^eps - 1, both laws of A given t
 * are multiples of Bin(t, 1/2) by functions linear in A, so P - e^eps Q is positive exactly from some count s on, and
 *
 *     sum over A >= s of (P - e^eps Q) = w' a (E-1)(e^eps+1) m / 2 - x T [w' a (E+1) + w (1 - (E+1) a)],
 *     m = P(Bin(t-1, 1/2) = s-1),   T = P(Bin(t, 1/2) >= s),
 *
 * from P(Bin(t-1, 1/2) >= s-1) = T + m/2 and P(Bin(t-1, 1/2) >= s) = T - m/2. The sum over t is the hockey-stick divergence. Swapping 0 and 1
 * swaps the worlds, so one direction is enough.
 *
 * **Conservative.** Values of C outside a window are left out and their whole probability is added; so is 1e-9 of the positive
 * terms, fifty times the relative error of the tails.
 */
export interface ShuffledPair {
  /** E = e^epsilon of one report. */
  readonly ratio: number;
  /** a, at most 1 / (E + 1). */
  readonly cloneProbability: number;
  /** n, the victim's included. */
  readonly reports: number;
}

/** The smallest epsilon for which the divergence of the pair is at most `delta`, rounded up by at most 1e-9 relative. */
export function epsilonOfPair(pair: ShuffledPair, delta: number): number {
  const divergence = divergenceOfPair(pair, delta * 1e-10);
  let low = 0;
  // At ln E the divergence is zero: the report itself is that private.
  let high = Math.log(pair.ratio);
  while (high - low > 1e-9 * high && high > 1e-12) {
    const middle = (low + high) / 2;
    if (divergence(middle) <= delta) high = middle;
    else low = middle;
  }
  return high;
}

/** Upper bound of the hockey-stick divergence as a function of epsilon; `missed` is what each side of the window may leave out. */
export function divergenceOfPair(pair: ShuffledPair, missed: number): (epsilon: number) => number {
  const { ratio: e, cloneProbability: a, reports } = pair;
  const others = reports - 1;
  const { low, high } = window(others, 2 * a, missed);
  // t runs to high + 1: the victim's report may be one of the t.
  const first = Math.max(low, 1);
  const weights: number[] = [];
  for (let t = first - 1; t <= high + 1; t++) weights.push(Math.exp(logMass(t, others, 2 * a)));
  const rest = Math.max(0, 1 - (e + 1) * a);
  return (epsilon) => {
    const x = Math.expm1(epsilon);
    const y = Math.exp(epsilon) + 1;
    let sum = 0;
    let positive = 0;
    for (let t = first; t <= high + 1; t++) {
      const unseen = ((reports - t) * rest) / (1 - 2 * a);
      const start = Math.floor((t * ((x + 1) * e - 1) + unseen * x) / ((e - 1) * y)) + 1;
      if (start > t) continue;
      const withVictim = weights[t - first] as number;
      const withoutVictim = weights[t - first + 1] as number;
      const gain = (withVictim * a * (e - 1) * y * Math.exp(logMass(start - 1, t - 1, 0.5))) / 2;
      const loss = x * upperTail(start, t, 0.5) * (withVictim * a * (e + 1) + withoutVictim * rest);
      sum += gain - loss;
      positive += gain;
    }
    return sum + 1e-9 * positive + 2 * missed;
  };
}

/** Smallest range of counts of Bin(n, p) that leaves out at most `missed` on either side. */
function window(n: number, p: number, missed: number): { low: number; high: number } {
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

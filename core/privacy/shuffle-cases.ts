import { logMass, upperTail } from '../binomial.ts';
import { type Case, type Cases, countWindow } from './shuffle-divergence.ts';

/** Subset selection as the bounds see it: k, d and E = W / M. */
export interface Shape {
  readonly domainSize: number;
  readonly subsetSize: number;
  readonly ratio: number;
}

/** P(a report holds x0 and not x1), whatever other answer it has at least; E times that if its answer is x0. */
const cloneProbability = ({ domainSize: k, subsetSize: d, ratio: e }: Shape): number =>
  (d * (k - d)) / ((k - 1) * (d * e + k - d));

/**
 * Variation ratio (Wang et al., VLDB 2024, arXiv 2304.05007), which for k = 2 is the strong clone of Feldman, McMillan
 * and Talwar (SODA 2023) for any mechanism of this epsilon. Every other report falls on "x0, not x1" and on "x1, not
 * x0" with probability a each, so of n reports t ~ Bin(n, 2a) do, and the rest weighs its mean, 1 - (E+1) a in 1 - 2a
 * of a report.
 *
 * **Where it is no bound.** The reduction lets the adversary see t alone. For k = 2 nothing else is to be seen, and the
 * proof is complete. For k > 2 the other reports tell a little, too, and with few reports or a large epsilon this
 * matters: k-RR with k = 3, epsilon = 6 and 1000 reports that all hold x0 has epsilon >= 5.9998 at delta = 1e-6, by its
 * exact law, where this gives 5.775.
 */
export function variationRatioCases(shape: Shape, reports: number, missed: number): Cases {
  const a = cloneProbability(shape);
  const restOfOne = Math.max(0, 1 - (shape.ratio + 1) * a) / (1 - 2 * a);
  const { low, high } = countWindow(reports, 2 * a, missed);
  const cases: Case[] = [];
  for (let t = Math.max(1, low); t <= high; t++) {
    cases.push({ t, probability: Math.exp(logMass(t, reports, 2 * a)), rest: (reports - t) * restOfOne });
  }
  return { ratio: shape.ratio, reports, cases, missed: 2 * shape.ratio * missed };
}

/** Cases of the blanket are merged until there are about this many, so that a million reports take under a second. */
const mostCases = 12_000;

/**
 * Privacy blanket (Balle, Bell, Gascon and Nissim, CRYPTO 2019) for subset selection.
 *
 * **Proof**: docs/mathematics.md, "Central epsilon". Each report is a uniform subset with probability g = k / (dE + k -
 * d); the victim hides among those. What is left out or misplaced adds at most 4 E `missed`.
 */
export function blanketCases(shape: Shape, reports: number, missed: number): Cases {
  const { domainSize: k, subsetSize: d, ratio: e } = shape;
  const a = cloneProbability(shape);
  const uniform = k / (d * e + k - d);
  const both = (uniform * d * (d - 1)) / (k * (k - 1)) / (1 - 2 * a);
  const inRest = Math.min(1, Math.max(0, uniform - 2 * a) / (1 - 2 * a));
  const { low, high } = countWindow(reports, 2 * a, missed);
  const ranges = Math.min(64, Math.max(2, Math.floor(mostCases / (high - low + 1))));
  const fewestBoth = countWindow(reports - high, both, missed).low;
  const cases: Case[] = [];
  for (let t = Math.max(1, low); t <= high; t++) {
    const probability = Math.exp(logMass(t, reports, 2 * a));
    for (const { from, mass } of split(reports - t, inRest, ranges, missed)) {
      cases.push({ t, probability: probability * mass, rest: from + (e - 1) * fewestBoth });
    }
  }
  return { ratio: e, reports, cases, missed: 4 * e * missed };
}

/**
 * Bin(n, p) in ranges of counts, each with its mass and its smallest count; `missed` at most lies below the first, and
 * counts in it.
 */
function split(n: number, p: number, ranges: number, missed: number): { from: number; mass: number }[] {
  const { low, high } = countWindow(n, p, missed);
  const width = Math.ceil((high - low + 1) / ranges);
  const parts: { from: number; mass: number }[] = [];
  let above = 1;
  for (let from = low; from <= high; from += width) {
    const next = from + width > high ? 0 : upperTail(from + width, n, p);
    parts.push({ from, mass: above - next });
    above = next;
  }
  return parts;
}

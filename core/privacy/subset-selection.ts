import { z } from 'zod';
import { type Draw, drawsFrom, markSubset, type RandomBytes } from './random-integers.ts';

/**
 * Subset selection (Ye & Barg 2018, arXiv 1702.00610; Wang et al. 2016), the one mechanism of this project. k-ary
 * randomised response is its d = 1 case.
 *
 * **Law.** With domain {0..k-1} (the last value is "none"), subset size d and integer weights W > M: for the true
 * answer x,
 *
 *     P(S | x) = (W if x in S, else M) / Z   over all d-subsets S,   Z = C(k-1, d-1) W + C(k-1, d) M.
 *
 * **Proof of epsilon-LDP.** Z does not depend on x, and for every S and all x, x' the numerators are W or M, so
 * P(S | x) / P(S | x') <= W / M. Hence pure epsilon-LDP with epsilon = ln(W / M), whatever anybody knows or computes.
 *
 * **Sampler.** Integers only, with exactly this law: docs/mathematics.md, "Subset selection".
 */
interface Weights {
  readonly domainSize: number;
  readonly subsetSize: number;
  readonly weightTrue: number;
  readonly weightOther: number;
}

const total = (m: Weights): number => m.subsetSize * m.weightTrue + (m.domainSize - m.subsetSize) * m.weightOther;

const unit = 2 ** 20;
export const largestDomainSize = 10_000;

export const subsetSelectionSchema = z
  .strictObject({
    name: z.literal('subset-selection'),
    /** k, "none" included. */
    domainSize: z.int().min(2).max(largestDomainSize),
    /** d, the number of ids in a vote. */
    subsetSize: z.int().min(1),
    /** W, the weight of a subset that holds the true answer. */
    weightTrue: z.int().positive(),
    /** M, the weight of a subset that does not. */
    weightOther: z.int().positive(),
  })
  .refine((m) => m.subsetSize < m.domainSize, { path: ['subsetSize'], message: 'expected less than domainSize' })
  .refine((m) => m.weightTrue > m.weightOther, { path: ['weightTrue'], message: 'expected more than weightOther' })
  .refine((m) => Number.isSafeInteger(total(m)), {
    path: ['weightTrue'],
    message: 'expected d W + (k - d) M below 2^53, so that the sampler stays exact',
  });
export type SubsetSelection = z.infer<typeof subsetSelectionSchema>;

/** ln(W / M): the epsilon that one report really spends. */
export const realisedEpsilon = (m: Weights): number => Math.log(m.weightTrue / m.weightOther);

/**
 * Mechanism with the optimal subset size for `domainSize` values at `epsilon`. Its realised epsilon never exceeds
 * `epsilon`, and falls short of it by less than 2^-19.
 *
 * **Optimal d** (Ye & Barg): (dE + k - d)^2 / (d (k - d)) falls up to d = k / (E + 1) and rises after it, so the best
 * integer is one of the two beside that point. Binary randomised response is k = 2, d = 1.
 *
 * @param domainSize k, 2 to 10 000, "none" included
 * @param epsilon 1e-6 to about 22.8, where d W + (k - d) M reaches 2^53
 * @throws {RangeError} when k or epsilon is out of range
 */
export function subsetSelection(domainSize: number, epsilon: number): SubsetSelection {
  if (!Number.isInteger(domainSize) || domainSize < 2 || domainSize > largestDomainSize) {
    throw new RangeError(
      `k: expected a whole number from 2 to ${largestDomainSize} ("none" included), got ${domainSize}`,
    );
  }
  if (!(epsilon >= 1e-6)) throw new RangeError(`epsilon: expected a number from 0.000001, got ${epsilon}`);
  const rounded = Math.floor(Math.exp(epsilon) * unit);
  // Math.exp may be off in its last bit: the weights decide, and they must not exceed what was asked for.
  const weightTrue = Math.log(rounded / unit) > epsilon ? rounded - 1 : rounded;
  const ideal = domainSize / (weightTrue / unit + 1);
  const sizes = [Math.floor(ideal), Math.ceil(ideal)].map((d) => Math.min(Math.max(d, 1), domainSize - 1));
  const candidates = sizes.map((subsetSize) => ({ domainSize, subsetSize, weightTrue, weightOther: unit }));
  const best = candidates.reduce((a, b) => (varianceConstant(b) < varianceConstant(a) ? b : a));
  if (!Number.isSafeInteger(total(best))) {
    throw new RangeError(`epsilon: ${epsilon} is too large for k = ${domainSize}: the sampler would not stay exact`);
  }
  return subsetSelectionSchema.parse({ name: 'subset-selection', ...best });
}

/**
 * (k-1)^2 (dE+k-d)^2 / (k d (k-d) (E-1)^2), E = W/M: n times the variance at equal shares; what the optimal d
 * minimises.
 */
function varianceConstant({ domainSize: k, subsetSize: d, weightTrue, weightOther }: Weights): number {
  const e = weightTrue / weightOther;
  return ((k - 1) ** 2 * (d * e + k - d) ** 2) / (k * d * (k - d) * (e - 1) ** 2);
}

/** p = P(x in S) for the true answer x, and q = P(v in S) for any other value v. */
export function supportProbabilities(m: Weights): { p: number; q: number } {
  const p = (m.subsetSize * m.weightTrue) / total(m);
  return { p, q: (m.subsetSize - p) / (m.domainSize - 1) };
}

/** A vote: exactly d distinct ids of the domain, ascending. The order must not tell which id came first. */
export type Vote = readonly number[];

/**
 * Randomises a true answer; the only way from an answer to a vote.
 *
 * @param trueAnswer 0 to k-1
 * @param random cryptographic bytes; wrap it in `randomBlocks` where many votes are drawn
 * @throws {RangeError} when `trueAnswer` is outside the domain
 */
export const randomise = (trueAnswer: number, m: Weights, random: RandomBytes): Vote =>
  drawVote(trueAnswer, m, drawsFrom(random));

/** The sampler by itself, over exact uniform draws: what the tests enumerate completely. */
export function drawVote(trueAnswer: number, m: Weights, draw: Draw): Vote {
  if (!Number.isInteger(trueAnswer) || trueAnswer < 0 || trueAnswer >= m.domainSize) {
    throw new RangeError('answer: expected an integer of the domain');
  }
  const include = draw(total(m)) < m.subsetSize * m.weightTrue;
  const marks = markSubset(m.domainSize - 1, include ? m.subsetSize - 1 : m.subsetSize, draw);
  const noisyVote: number[] = [];
  // Marks from the true answer on stand for ids one higher: a bijection onto the k-1 values that are not the true
  // answer.
  for (let i = 0; i < trueAnswer; i++) if (marks[i] === 1) noisyVote.push(i);
  if (include) noisyVote.push(trueAnswer);
  for (let i = trueAnswer; i < marks.length; i++) if (marks[i] === 1) noisyVote.push(i + 1);
  return noisyVote;
}

import type { RandomBytes } from '../core/privacy/random-integers.ts';
import type { SubsetSelection, Vote } from '../core/privacy/subset-selection.ts';

/** The sampler under audit: `randomise` of a built extension, or a defective one in a test. */
export type Sampler = (trueAnswer: number, mechanism: SubsetSelection, random: RandomBytes) => Vote;

/** What is counted of the votes drawn for one true answer. Entry v of an array is about the value v. */
export interface CountedVotes {
  readonly trueAnswer: number;
  readonly votes: number;
  /** Votes that are not d distinct ascending ids of the domain; nothing else is counted of them. */
  readonly malformed: number;
  readonly holding: Uint32Array;
  /** Votes that hold v and the true answer. */
  readonly holdingBoth: Uint32Array;
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** Votes of each subset, where there are few enough; in the order of `subsetNumber`. */
  readonly subsets: Uint32Array | undefined;
}

/** Beyond this many subsets too few votes fall on each. */
const mostSubsets = 20_000;

/** Draws `votes` votes for one answer. */
export function countVotes(
  sampler: Sampler,
  mechanism: SubsetSelection,
  trueAnswer: number,
  votes: number,
  random: RandomBytes,
): CountedVotes {
  const { domainSize: k, subsetSize: d } = mechanism;
  const array = (): Uint32Array => new Uint32Array(k);
  const [holding, holdingBoth, first, last] = [array(), array(), array(), array()];
  const all = binomialCoefficient(k, d);
  const subsets = all <= mostSubsets ? new Uint32Array(all) : undefined;
  let malformed = 0;
  for (let i = 0; i < votes; i++) {
    const vote = sampler(trueAnswer, mechanism, random);
    // An order that is not ascending counts as malformed, and still shows what it reveals: its first and last ids
    // count.
    add(first, vote[0]);
    add(last, vote.at(-1));
    if (!isWellFormed(vote, mechanism)) malformed++;
    const both = vote.includes(trueAnswer);
    for (const id of vote) {
      add(holding, id);
      if (both) add(holdingBoth, id);
    }
    if (subsets) add(subsets, subsetNumber(vote));
  }
  return { trueAnswer, votes, malformed, holding, holdingBoth, first, last, subsets };
}

function add(counts: Uint32Array, index: number | undefined): void {
  if (index !== undefined && index < counts.length) counts[index] = (counts[index] as number) + 1;
}

function isWellFormed(vote: Vote, { domainSize, subsetSize }: SubsetSelection): boolean {
  if (vote.length !== subsetSize) return false;
  return vote.every((id, i) => Number.isInteger(id) && id > (vote[i - 1] ?? -1) && id < domainSize);
}

/** Position of an ascending subset in colexicographic order: sum over i of C(id_i, i + 1). */
export function subsetNumber(vote: Vote): number {
  let number = 0;
  for (let i = 0; i < vote.length; i++) number += binomialCoefficient(vote[i] as number, i + 1);
  return number;
}

/** C(n, count), exact while it is below 2^53 / n. */
export function binomialCoefficient(n: number, count: number): number {
  if (count > n) return 0;
  let value = 1;
  for (let i = 1; i <= Math.min(count, n - count); i++) value = (value * (n - i + 1)) / i;
  return value;
}

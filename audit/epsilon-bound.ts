import { lowerLimit, upperLimit } from '../core/binomial.ts';
import type { CountedVotes } from './counted-votes.ts';

/** What an observer who sees one vote could look at, to tell the true answer x from x'. */
const eventNames = ['holds x and not x′', 'holds x', 'starts with x', 'ends with x'] as const;

export interface EpsilonBound {
  readonly epsilon: number;
  readonly event: string;
}

/**
 * Empirical lower bound of epsilon: the largest ln(P(event | x) / P(event | x')) that the counts prove, over both
 * directions and all events, each probability at its Clopper–Pearson limit. Wrong (too high) with probability at most
 * `error`.
 */
export function provenEpsilon(a: CountedVotes, b: CountedVotes, error: number): EpsilonBound {
  const one = error / (2 * eventNames.length * 2);
  const bounds = [...eventBounds(a, b, one), ...eventBounds(b, a, one)];
  return bounds.reduce((best, bound) => (bound.epsilon > best.epsilon ? bound : best));
}

function eventBounds(given: CountedVotes, other: CountedVotes, error: number): EpsilonBound[] {
  const x = given.trueAnswer;
  const at = (counts: Uint32Array, index: number): number => counts[index] as number;
  const pairs: [number, number][] = [
    [at(given.holding, x) - at(given.holdingBoth, other.trueAnswer), at(other.holding, x) - at(other.holdingBoth, x)],
    [at(given.holding, x), at(other.holding, x)],
    [at(given.first, x), at(other.first, x)],
    [at(given.last, x), at(other.last, x)],
  ];
  return pairs.map(([seen, seenOther], i) => ({
    epsilon: Math.log(lowerLimit(seen, given.votes, error) / upperLimit(seenOther, other.votes, error)),
    event: `${eventNames[i]} (x = ${x}, x′ = ${other.trueAnswer})`,
  }));
}

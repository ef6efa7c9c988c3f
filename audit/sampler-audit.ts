import type { RandomBytes } from '../core/privacy/random-integers.ts';
import { realisedEpsilon, type SubsetSelection } from '../core/privacy/subset-selection.ts';
import { type CountedVotes, countVotes, type Sampler } from './counted-votes.ts';
import { type EpsilonBound, provenEpsilon } from './epsilon-bound.ts';
import { type LawTest, lawTests } from './law.ts';

/** Probability that an audit of a right sampler fails, over everything that it looks at. */
export const falseAlarm = 1e-6;

export interface SamplerAudit {
  readonly mechanism: SubsetSelection;
  readonly trueAnswers: readonly number[];
  readonly votesPerAnswer: number;
  readonly tests: number;
  /** The least likely of all tests, and its p value times their number. */
  readonly worst: LawTest & { readonly adjusted: number };
  readonly localEpsilon: number;
  readonly proven: EpsilonBound;
  /** What is wrong, in plain words; none for a sampler that keeps its law. */
  readonly violations: readonly string[];
}

/**
 * Draws `votesPerAnswer` votes for each of several true answers and looks for any sign that the sampler does not keep
 * its law, or reveals more than its epsilon. All pairs of these answers are compared.
 *
 * @param share of `falseAlarm` that this audit may use
 */
export function auditSampler(
  sampler: Sampler,
  mechanism: SubsetSelection,
  votesPerAnswer: number,
  random: RandomBytes,
  share = 1,
): SamplerAudit {
  const trueAnswers = auditedAnswers(mechanism.domainSize);
  const counted = trueAnswers.map((answer) => countVotes(sampler, mechanism, answer, votesPerAnswer, random));
  const tests = counted.flatMap((votes) => lawTests(votes, mechanism));
  const least = tests.reduce((a, b) => (b.pValue < a.pValue ? b : a));
  const worst = { ...least, adjusted: Math.min(1, least.pValue * tests.length) };
  const proven = highestProven(counted, (falseAlarm * share) / 2);
  const localEpsilon = realisedEpsilon(mechanism);
  const malformed = counted.reduce((sum, votes) => sum + votes.malformed, 0);
  const violations = [
    ...(malformed > 0 ? [`${malformed} votes are not d distinct ids of the domain in ascending order`] : []),
    ...(worst.adjusted < (falseAlarm * share) / 2
      ? [`the law is violated: ${worst.name} (adjusted p = ${worst.adjusted.toExponential(1)})`]
      : []),
    ...(proven.epsilon > localEpsilon
      ? [`epsilon is at least ${proven.epsilon.toFixed(3)}, more than ${localEpsilon.toFixed(3)}: ${proven.event}`]
      : []),
    ...otherRandomness(sampler, mechanism),
  ];
  return { mechanism, trueAnswers, votesPerAnswer, tests: tests.length, worst, localEpsilon, proven, violations };
}

/**
 * Every answer of a small domain; of a large one both ends, where slips of one show, the middle, and "none" with its
 * neighbour.
 */
function auditedAnswers(k: number): number[] {
  return k <= 5 ? Array.from({ length: k }, (_, i) => i) : [0, 1, Math.floor(k / 2), k - 2, k - 1];
}

function highestProven(counted: readonly CountedVotes[], error: number): EpsilonBound {
  const pairs = counted.flatMap((a, i) => counted.slice(i + 1).map((b) => [a, b] as const));
  return pairs
    .map(([a, b]) => provenEpsilon(a, b, error / pairs.length))
    .reduce((best, bound) => (bound.epsilon > best.epsilon ? bound : best));
}

/**
 * A sampler that draws from its `random` only must give the same votes for the same bytes: else it has another,
 * unchecked source.
 */
function otherRandomness(sampler: Sampler, mechanism: SubsetSelection): string[] {
  const draws = 200;
  const replay = (): string => {
    let state = 1;
    let drawn = 0;
    const random: RandomBytes = (length) => {
      drawn += length;
      return Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      });
    };
    const votes = Array.from({ length: draws }, (_, i) =>
      sampler(i % mechanism.domainSize, mechanism, random).join(' '),
    );
    return drawn > 0 ? votes.join('\n') : '';
  };
  const first = replay();
  if (first === '') return ['the sampler draws nothing from the randomness that it is given'];
  return first === replay()
    ? []
    : ['the same random bytes give other votes: the sampler has a second source of randomness'];
}

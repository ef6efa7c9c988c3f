import { consideredDrafts, decideAnswer } from '../core/answering/candidates.ts';
import { decideFragment } from '../core/answering/fragments.ts';
import { answersOfFragment, drawFragment, randomiseForFragment } from '../core/privacy/prevalence.ts';
import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';
import { randomise, type SubsetSelection, type Vote } from '../core/privacy/subset-selection.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';

/**
 * A round as a large fleet answers it. What an answer needs of a text is worked out once for each text, because many
 * volunteers have the same drafts.
 */
export type FleetRound = {
  readonly mechanism: SubsetSelection;
  /** Cohorts that answer it: those that it addresses, and whose ledgers allow it. */
  readonly cohorts: readonly number[];
} & (
  | {
      readonly kind: 'candidates';
      readonly answerRule: 'random-draft' | 'closest';
      readonly recentDrafts: number;
      readonly minSimilarity: number;
      /** For each text its nearest candidate and their cosine. */
      readonly rows: Int32Array;
      /** For each text 1 when it takes part, and 0 when it is surely in another language than the study's. */
      readonly takesPart: Uint8Array;
      readonly similarities: Float64Array;
    }
  | {
      readonly kind: 'fragments';
      readonly poll: 'which' | 'prevalence';
      /** Number of fragments. */
      readonly fragments: number;
      /** The fragments of text t are `seen[starts[t]]` to `seen[starts[t + 1] - 1]`. */
      readonly starts: Uint32Array;
      readonly seen: Uint16Array;
    }
);

/** What a part of the fleet answered and voted in one round. */
export interface FleetVotes {
  readonly reports: number;
  /** Votes that hold each id: "none" last, or in a prevalence poll "no" and "yes" of each fragment. */
  readonly counts: Float64Array;
  /** How many of these volunteers had each id as their true answer; in a prevalence poll: typed each fragment. */
  readonly trueCounts: Float64Array;
  /** The votes in their wire form, one after the other; empty unless they are kept. */
  readonly votes: Uint8Array;
}

/**
 * Lets volunteers answer every round of their cohort, and randomises each answer.
 *
 * @param volunteers the drafts of each, most recent first, as indices of texts
 * @param cohorts number of cohorts of the study; each volunteer draws its own
 * @param random the operating system's randomness: it draws cohort, draft and vote
 */
export function voteFor(
  volunteers: Iterable<readonly number[]>,
  rounds: readonly FleetRound[],
  {
    cohorts,
    random,
    keepVotes,
  }: { readonly cohorts: number; readonly random: RandomBytes; readonly keepVotes: boolean },
): FleetVotes[] {
  const sums = rounds.map((round) => ({
    reports: 0,
    counts: new Float64Array(shapeOf(round).domainSize),
    trueCounts: new Float64Array(isPrevalence(round) ? round.fragments : round.mechanism.domainSize),
    kept: [] as Uint8Array[],
  }));
  for (const drafts of volunteers) {
    const cohort = uniformBelow(cohorts, random);
    rounds.forEach((round, i) => {
      if (!round.cohorts.includes(cohort)) return;
      const sum = sums[i] as (typeof sums)[number];
      const { trueAnswers, noisyVote } = voteOf(drafts, round, random);
      sum.reports++;
      for (const id of trueAnswers) sum.trueCounts[id] = (sum.trueCounts[id] as number) + 1;
      for (const id of noisyVote) sum.counts[id] = (sum.counts[id] as number) + 1;
      if (keepVotes) sum.kept.push(encodeVote(noisyVote, shapeOf(round)));
    });
  }
  return sums.map(({ kept, ...sum }) => ({ ...sum, votes: joined(kept) }));
}

type Poll = Extract<FleetRound, { kind: 'fragments' }>;

const isPrevalence = (round: FleetRound): round is Poll => round.kind === 'fragments' && round.poll === 'prevalence';

/** The form of the votes of a round, as `voteShape` has it for its manifest. */
const shapeOf = (round: FleetRound): { readonly domainSize: number; readonly subsetSize: number } =>
  isPrevalence(round) ? { domainSize: answersOfFragment * round.fragments, subsetSize: 1 } : round.mechanism;

interface FleetVote {
  readonly trueAnswers: readonly number[];
  readonly noisyVote: Vote;
}

function voteOf(drafts: readonly number[], round: FleetRound, random: RandomBytes): FleetVote {
  const { mechanism } = round;
  if (isPrevalence(round)) {
    const fragment = drawFragment(round.fragments, random);
    const typed = [...new Set(fragmentsOf(drafts, round).flat())];
    const answer = typed.includes(fragment) ? 1 : 0;
    return { trueAnswers: typed, noisyVote: randomiseForFragment(fragment, answer, mechanism, random) };
  }
  const trueAnswer = answer(drafts, round, random);
  return { trueAnswers: [trueAnswer], noisyVote: randomise(trueAnswer, mechanism, random) };
}

/** Of each draft the fragments that it has. */
const fragmentsOf = (drafts: readonly number[], { starts, seen }: Poll): number[][] =>
  drafts.map((draft) => Array.from(seen.subarray(starts[draft], starts[draft + 1])));

function answer(drafts: readonly number[], round: FleetRound, random: RandomBytes): number {
  const none = round.mechanism.domainSize - 1;
  if (round.kind === 'fragments') return decideFragment(fragmentsOf(drafts, round), none, random);
  const considered = consideredDrafts(drafts, round, (draft) => round.takesPart[draft] === 1, random).map((draft) => ({
    row: round.rows[draft] as number,
    similarity: round.similarities[draft] as number,
  }));
  return decideAnswer(considered, none, round);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

import type { Comparisons } from '../../core/estimation/comparisons.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import { releasePlanOf } from '../../core/protocol/manifest.ts';
import { isPrevalence, voteShape } from '../../core/protocol/votes.ts';
import { errorOfRound } from '../store/planned-release.ts';
import { storedRelease } from './bundle.ts';
import { comparisonsOf } from './comparisons.ts';
import { estimatesOf } from './estimates.ts';

type BundledRound = Bundle['rounds'][number];

/** Two texts that can be told apart, by their numbers in the round. */
export interface DifferingPair {
  readonly larger: number;
  readonly smaller: number;
  readonly difference: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

/** A text and the nearest smaller one that it can be told apart from. */
export interface NearestPair extends DifferingPair {
  /** Texts with a smaller estimated share than the larger one, and how many of them can be told apart from it. */
  readonly below: number;
  readonly apart: number;
}

/** Error of each kind of statement of the last release of a round. */
const levelOf = ({ signed }: BundledRound): number => errorOfRound / releasePlanOf(signed.document).releases;

function lastRelease({ signed, releases }: BundledRound) {
  const last = releases.at(-1);
  return last && storedRelease(last, voteShape(signed.document).domainSize);
}

/** All pairs of the texts of a round at its last release; undefined before its first one. */
export function comparisonsIn(round: BundledRound): Comparisons | undefined {
  const release = lastRelease(round);
  return release && comparisonsOf(round.signed.document, release, levelOf(round));
}

/**
 * Of each text, the largest share first, the nearest smaller one that it can be told apart from: there are too many
 * pairs to look at all of them. Texts that can be told apart from no smaller one are left out.
 */
export function nearestDiffering(comparisons: Comparisons): NearestPair[] {
  const { order, isAbove, apartBelow } = comparisons;
  return order.flatMap((larger, i) => {
    const apart = apartBelow(larger);
    const nearest = apart === 0 ? -1 : order.findIndex((other, place) => place > i && isAbove(larger, other));
    if (nearest === -1) return [];
    const pair = pairOf(comparisons, larger, order[nearest] as number);
    return [{ ...pair, below: order.length - 1 - i, apart }];
  });
}

/**
 * All pairs of one text that can be told apart, the largest other share first.
 *
 * @throws {RangeError} when the text has no estimate
 */
export function differingFrom(comparisons: Comparisons, text: number): DifferingPair[] {
  const { order, isAbove } = comparisons;
  const place = order.indexOf(text);
  if (place === -1) throw new RangeError(`${text}: expected the number of a text that is estimated`);
  return order.flatMap((other, i) => {
    const [larger, smaller] = i < place ? [other, text] : [text, other];
    return isAbove(larger, smaller) ? [pairOf(comparisons, larger, smaller)] : [];
  });
}

const pairOf = (comparisons: Comparisons, larger: number, smaller: number): DifferingPair => ({
  ...{ larger, smaller },
  ...comparisons.difference(larger, smaller),
});

/** One text in two rounds of a study. */
export interface SharedText {
  readonly text: string;
  /** Its share in each of the two. */
  readonly shares: readonly [number, number];
  /** Second minus first. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The texts that two rounds of one kind share, at their last releases. Many volunteers have answered both, and nobody
 * can say how their answers hang together. So the simultaneous intervals of both rounds are subtracted, each made with
 * half of its error: whatever ties the answers together, all of them hold with probability at least .95, over all
 * releases.
 *
 * @throws {RangeError} when the rounds ask in different ways, or one of them has no release
 */
export function sharedTexts(first: BundledRound, second: BundledRound): SharedText[] {
  const [one, two] = [first.signed.document, second.signed.document];
  if (one.kind !== two.kind || isPrevalence(one) !== isPrevalence(two)) {
    throw new RangeError('the two rounds ask in different ways, so that their shares mean different things');
  }
  const [ofFirst, ofSecond] = [first, second].map((round) => {
    const release = lastRelease(round);
    if (!release) throw new RangeError(`nothing is released of "${round.signed.document.title}"`);
    const { shares } = estimatesOf(round.signed.document, release, levelOf(round) / 2);
    return new Map(shares.map((share) => [round.texts[share.index] ?? '', share]));
  });
  return [...(ofSecond ?? [])].flatMap(([text, is]) => {
    const was = ofFirst?.get(text);
    if (!was) return [];
    const [difference, low, high] = [is.share - was.share, is.low - was.high, is.high - was.low];
    return [{ text, shares: [was.share, is.share] as const, difference, low, high }];
  });
}

import { estimateShares } from '../core/estimation/estimate.ts';
import { familyWiseLevel, planPrevalence, planRound } from '../core/estimation/planning.ts';
import { estimatePrevalence, fewestAsked } from '../core/estimation/prevalence.ts';
import { answersOfFragment, fragmentAnswerId } from '../core/privacy/prevalence.ts';
import type { SubsetSelection } from '../core/privacy/subset-selection.ts';
import type { FleetRound, FleetVotes } from './fleet-votes.ts';

/** One line of a simulated result; fractions, estimates may leave 0..1. */
export interface SimulatedShare {
  /** Share of the volunteers whose true answer it was. */
  readonly true: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly significant: boolean;
}

/** What a round would have told, beside the truth. */
export interface SimulatedRound {
  /** From 1. */
  readonly round: number;
  readonly title: string;
  /** Volunteers who answered it. */
  readonly volunteers: number;
  /**
   * Share of the ten texts with most true answers (of all that have one, if they are fewer) that are among as many
   * largest estimates; null without any.
   */
  readonly recallTop10: number | null;
  /** Share of the lines, "none" among them, whose interval holds the truth; null without a volunteer. */
  readonly coverage: number | null;
  /** Texts that are told from zero, although nobody's true answer was theirs. */
  readonly falselySignificant: number;
  /** Of the texts whose true share the plan promises to see with probability .8: how many, and how many were seen. */
  readonly power: { readonly smallestShare: number | null; readonly above: number; readonly seen: number };
  readonly none: SimulatedShare | null;
  readonly shares: readonly (SimulatedShare & { readonly index: number; readonly text: string })[];
}

/**
 * Estimates the shares of a round as the server does at its last release, and compares them with the truth that only a
 * simulation knows.
 */
export function simulatedRound(
  round: Pick<FleetRound, 'mechanism'> & {
    /** Whether each device answered for one text that it drew. */
    readonly isPrevalence?: boolean;
    readonly number: number;
    readonly title: string;
    readonly texts: readonly string[];
    readonly epsilon: number;
    readonly releases: number;
  },
  { reports, counts, trueCounts }: Pick<FleetVotes, 'reports' | 'counts' | 'trueCounts'>,
): SimulatedRound {
  const { mechanism, texts, epsilon, releases } = round;
  const named = { round: round.number, title: round.title, volunteers: reports };
  const noPower = { smallestShare: null, above: 0, seen: 0 };
  if (reports === 0) {
    return {
      ...named,
      recallTop10: null,
      coverage: null,
      falselySignificant: 0,
      power: noPower,
      none: null,
      shares: [],
    };
  }
  const level = familyWiseLevel / releases;
  const estimates = round.isPrevalence
    ? prevalences(mechanism, counts, level)
    : estimateShares({ mechanism, reports, counts: Array.from(counts), level }).shares;
  const lines = estimates.map(({ index, share, low, high, significant }) => {
    const truth = (trueCounts[index] as number) / reports;
    return { index, true: truth, estimate: share, low, high, significant };
  });
  // A prevalence poll has no "none".
  const last = round.isPrevalence ? undefined : lines.at(-1);
  const candidates = last === undefined ? lines : lines.slice(0, -1);
  const plan = round.isPrevalence ? planPrevalence : planRound;
  const { smallestDetectableShare } = plan({ candidates: texts.length, epsilon, releases }, reports);
  const above = candidates.filter((line) => smallestDetectableShare !== null && line.true >= smallestDetectableShare);
  return {
    ...named,
    recallTop10: recall(candidates, 10),
    coverage:
      lines.length === 0
        ? null
        : lines.filter((line) => line.low <= line.true && line.true <= line.high).length / lines.length,
    falselySignificant: candidates.filter((line) => line.significant && line.true === 0).length,
    power: {
      smallestShare: smallestDetectableShare,
      above: above.length,
      seen: above.filter(({ significant }) => significant).length,
    },
    none: last === undefined ? null : withoutIndex(last),
    shares: candidates.map((line) => ({ ...line, text: texts[line.index] ?? '' })),
  };
}

const withoutIndex = ({ index: _index, ...share }: SimulatedShare & { readonly index: number }): SimulatedShare =>
  share;

/** Of the fragments that enough devices drew. */
function prevalences(mechanism: SubsetSelection, counts: ArrayLike<number>, level: number) {
  const fragments = Array.from({ length: counts.length / answersOfFragment }, (_, fragment) => fragment);
  const counted = (fragment: number, answer: number) => counts[fragmentAnswerId(fragment, answer)] ?? 0;
  const yes = fragments.map((fragment) => counted(fragment, 1));
  const asked = fragments.map((fragment) => counted(fragment, 0) + counted(fragment, 1));
  return estimatePrevalence({ mechanism, asked, yes }, level, fewestAsked).filter((each) => each.kind === 'estimated');
}

type Ranked = { readonly index: number; readonly true: number; readonly estimate: number };

function recall(lines: readonly Ranked[], top: number): number | null {
  const held = lines.filter((line) => line.true > 0).toSorted((a, b) => b.true - a.true);
  const wanted = held.slice(0, top);
  if (wanted.length === 0) return null;
  const found = new Set(
    lines
      .toSorted((a, b) => b.estimate - a.estimate)
      .slice(0, wanted.length)
      .map(({ index }) => index),
  );
  return wanted.filter(({ index }) => found.has(index)).length / wanted.length;
}

import { hasSettled, settledMovement } from '../../core/evolution/movement.ts';
import { percent } from '../../core/percent.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { sameness } from '../studies/text-list.ts';
import type { FittedTexts } from './fit-study.ts';
import { type HeldRound, holdNextRound, type NextRound } from './next-round.ts';

/** A candidate of the next round, and why it was chosen. */
export interface ProposedCandidate {
  readonly text: string;
  /** Where in the pool it stands. */
  readonly source: string;
  /** Rounds that had it among their candidates, from 1. */
  readonly before: readonly number[];
  readonly why: string;
}

/** A part of the pool whose texts are alike. */
export interface MapEntry {
  /** The text in the middle of it. */
  readonly like: string;
  readonly texts: number;
  /** Estimated part of what people write, as far as the pool holds it; without a guarantee. */
  readonly share: number;
  /** Candidates of the next round from it. */
  readonly candidates: number;
}

/** The candidates that were chosen, beside the map of what is known. */
function chosenTexts({ texts: rows, so, fit }: FittedTexts): {
  readonly candidates: readonly ProposedCandidate[];
  readonly map: readonly MapEntry[];
} {
  const groupOfRow = new Map(Array.from(fit.kept, (row, text) => [row, fit.groupOf[text] as number]));
  const shares = new Map<number, { texts: number; share: number; candidates: number }>();
  fit.groupOf.forEach((group, text) => {
    const entry = shares.get(group) ?? { texts: 0, share: 0, candidates: 0 };
    entry.texts++;
    entry.share += fit.weights[text] as number;
    shares.set(group, entry);
  });
  for (const row of fit.candidates) {
    const entry = shares.get(groupOfRow.get(row) as number);
    if (entry) entry.candidates++;
  }
  const offered = new Map<string, number[]>();
  for (const { number, texts } of so.known) {
    for (const text of texts) offered.set(sameness(text), [...(offered.get(sameness(text)) ?? []), number]);
  }
  const candidates = Array.from(fit.candidates, (row): ProposedCandidate => {
    const found = rows[row];
    if (!found) throw new RangeError('a candidate that is not in the pool');
    const { share, texts } = shares.get(groupOfRow.get(row) as number) ?? { share: 0, texts: 0 };
    const expected = texts / fit.kept.length;
    const why =
      so.known.length === 0
        ? 'nothing is known yet; it stands for a part of the pool'
        : share >= expected
          ? `texts like it are about ${percent(share)} of what people write`
          : `texts like it are only about ${percent(share)}; it looks where little is known`;
    return {
      text: found.text,
      source: found.source,
      before: offered.get(sameness(found.text)) ?? [],
      why,
    };
  });
  const map = [...shares]
    .map(([group, entry]): MapEntry => ({ like: rows[fit.middleOf[group] as number]?.text ?? '', ...entry }))
    .toSorted((a, b) => b.share - a.share);
  return { candidates, map };
}

/** A next round with its candidates, and what speaks for and against it. */
export interface Proposal extends HeldRound {
  readonly round: NextRound;
  readonly candidates: readonly ProposedCandidate[];
  readonly map: readonly MapEntry[];
  /** Why it is not worth its volunteers; undefined when it is. */
  readonly stop: string | undefined;
}

/**
 * Makes a round of the texts that the fit has chosen.
 *
 * @param published the study and its rounds; undefined when it is not published yet
 * @param now milliseconds since 1970
 */
export function proposalOf(
  fitted: FittedTexts,
  round: NextRound,
  folder: StudyFolder,
  published: Pick<Bundle, 'study' | 'rounds'> | undefined,
  now: number,
): Proposal {
  const chosen = chosenTexts(fitted);
  const texts = chosen.candidates.map(({ text }) => text);
  const held = published
    ? holdNextRound(folder, published, round, texts, now)
    : { problems: [], spent: false, fromDay: 1 };
  return { round, ...chosen, ...held, stop: reasonToStop(fitted, held.spent) };
}

export const noRoomLeft =
  'the volunteers who keep the default caps have no room left for another round before it would close';

/** Why no further round is worth its volunteers; undefined when one is. */
export function reasonToStop({ so, fit }: Pick<FittedTexts, 'so' | 'fit'>, spent: boolean): string | undefined {
  if (spent) return noRoomLeft;
  if (fit.moved !== null && hasSettled(fit.moved)) {
    return `the fit no longer moves: the last of ${so.known.length} rounds moved ${percent(fit.moved)} of it, less than ${percent(settledMovement)}`;
  }
  return undefined;
}

import type { Share } from '../../core/protocol/results.ts';

type Ranks = Pick<Share, 'rankLow' | 'rankHigh'>;

/**
 * How many of the first lines have a place of their own to tell: below them every line may have any of the places that
 * are left.
 */
export function orderedLines(sorted: readonly Ranks[]): number {
  const last = sorted.length;
  const first = sorted.findIndex((_, i) =>
    sorted.slice(i).every(({ rankLow, rankHigh }) => rankLow <= i + 1 && rankHigh === last),
  );
  return first === -1 || first === last - 1 ? last : first;
}

/** "3" or "2–5" */
export const ranksInWords = ({ rankLow, rankHigh }: Ranks): string =>
  rankLow === rankHigh ? String(rankLow) : `${rankLow}–${rankHigh}`;

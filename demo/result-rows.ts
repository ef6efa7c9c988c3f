import type { RoundResults, Share } from '../core/protocol/results.ts';
import { outOfScope } from '../fleet/planted-world.ts';
import type { TableRow } from './report-table.ts';
import type { TopicEstimate } from './topic-sums.ts';

export type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

interface Truth {
  /** Number of volunteers whose true answer each id was, "none" last. */
  readonly trueCounts: readonly number[];
}

/** One row a text, the largest estimate first, and one for "none". */
export function textRows(released: Released, texts: readonly string[], { trueCounts }: Truth): TableRow[] {
  const rows = released.shares.map((share) => row(texts[share.index] ?? '', share, trueCounts));
  const none = released.none ? [row('none of these', released.none, trueCounts)] : [];
  return [...rows.sort((a, b) => b.share - a.share), ...none];
}

/** One row a topic with its candidates below it, the largest sum first, and one for "none". */
export function topicRows(
  released: Released,
  sums: readonly TopicEstimate[],
  candidates: readonly { readonly topic: string; readonly text: string }[],
  { trueCounts, percents }: Truth & { readonly percents: ReadonlyMap<string, number> },
): TableRow[] {
  const planted = (topic: string) => ({ planted: (percents.get(topic) ?? 0) / 100 });
  const topics = sums.map(({ topic, share, low, high, significant }): TableRow => {
    const own = released.shares.filter(({ index }) => candidates[index]?.topic === topic);
    const parts = own.map((each) => row(candidates[each.index]?.text ?? '', each, trueCounts));
    const trueShare = parts.reduce((sum, part) => sum + part.trueShare, 0);
    return { label: topic, ...planted(topic), trueShare, share, low, high, significant, parts };
  });
  const none = released.none ? [{ ...row('none of these', released.none, trueCounts), ...planted(outOfScope) }] : [];
  return [...topics, ...none];
}

function row(label: string, { index, share, low, high, significant }: Share, trueCounts: readonly number[]): TableRow {
  const volunteers = trueCounts.reduce((sum, count) => sum + count, 0);
  return { label, trueShare: (trueCounts[index] ?? 0) / volunteers, share, low, high, significant };
}

import { clopperPearson } from '../core/binomial.ts';
import { type SubsetSelection, supportProbabilities } from '../core/privacy/subset-selection.ts';

/**
 * Estimate of a topic: the sum of its candidates' shares. Fractions; the share may leave 0..1, as every raw estimate
 * may.
 */
export interface TopicEstimate {
  readonly topic: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** False reads "cannot be told from zero". */
  readonly significant: boolean;
}

/**
 * Sums candidates' estimates by topic, largest sum first.
 *
 * With votes of one id, at most one candidate of a topic is in a vote. For t candidates of together a share f, the
 * number of reports that support any of them is then Binomial(n, t q + f (p - q)) when volunteers are a sample, and the
 * interval is the exact one (Clopper–Pearson) mapped back, its error split over the topics.
 *
 * @param topics topic of each candidate
 * @param shares raw share of each candidate, as the results give them
 * @param level error rate of all intervals together
 * @throws {RangeError} when a vote holds several ids: their joint counts would be needed
 */
export function sumByTopic(
  topics: readonly string[],
  shares: readonly number[],
  { mechanism, reports, level }: { mechanism: SubsetSelection; reports: number; level: number },
): TopicEstimate[] {
  if (mechanism.subsetSize !== 1) throw new RangeError('sums by topic: expected votes of one id (subsetSize 1)');
  const { p, q } = supportProbabilities(mechanism);
  const distinct = [...new Set(topics)];
  const estimates = distinct.map((topic) => {
    const own = shares.filter((_, index) => topics[index] === topic);
    const share = own.reduce((sum, each) => sum + each, 0);
    const unmap = (probability: number): number => (probability - own.length * q) / (p - q);
    const count = Math.round(reports * (own.length * q + share * (p - q)));
    const interval = clopperPearson(count, reports, level / distinct.length);
    const low = unmap(interval.low);
    return { topic, share, low, high: unmap(interval.high), significant: low > 0 };
  });
  return estimates.sort((a, b) => b.share - a.share);
}

/**
 * True when the `first` largest planted topics are all among the `among` largest estimates: the demo's own check of the
 * whole loop.
 */
export function topTopicsFound(
  percents: ReadonlyMap<string, number>,
  estimates: readonly TopicEstimate[],
  { first, among }: { first: number; among: number },
): boolean {
  const found = new Set(estimates.slice(0, among).map((estimate) => estimate.topic));
  const candidates = [...percents].filter(([topic]) => estimates.some((estimate) => estimate.topic === topic));
  return candidates
    .sort(([, a], [, b]) => b - a)
    .slice(0, first)
    .every(([topic]) => found.has(topic));
}

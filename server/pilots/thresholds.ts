/** One real text, as a round would be asked of it. */
export interface TriedText {
  /** Cosine to its nearest candidate. */
  readonly similarity: number;
  /**
   * `right`: its nearest candidate is about the same; `wrong`: about something else; `off-topic`: no candidate is about
   * it, so that "none" is the right answer; undefined when nobody said what it is about.
   */
  readonly verdict: 'right' | 'wrong' | 'off-topic' | undefined;
}

/** What a `minSimilarity` makes of real texts; all as fractions. */
export interface Threshold {
  readonly minSimilarity: number;
  /** Of the texts that some candidate is about: answered with one of those, with another one, with "none". */
  readonly right: number | null;
  readonly wrong: number | null;
  /** Without labels: of all texts. */
  readonly none: number;
  /** Of the texts that no candidate is about: answered with "none", as they should be; null without any. */
  readonly offTopicNone: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export function thresholdOf(texts: readonly TriedText[], minSimilarity: number): Threshold {
  const isNone = ({ similarity }: TriedText) => similarity < minSimilarity;
  const offTopic = texts.filter(({ verdict }) => verdict === 'off-topic');
  const onTopic = texts.filter(({ verdict }) => verdict !== 'off-topic');
  const labelled = onTopic.filter(({ verdict }) => verdict !== undefined);
  const answered = (verdict: TriedText['verdict']) =>
    labelled.filter((text) => text.verdict === verdict && !isNone(text)).length;
  return {
    minSimilarity,
    right: share(answered('right'), labelled.length),
    wrong: share(answered('wrong'), labelled.length),
    none: share(onTopic.filter(isNone).length, onTopic.length) ?? 0,
    offTopicNone: share(offTopic.filter(isNone).length, offTopic.length),
  };
}

/** Thresholds of the table, beside the one of the study and the one suggested. */
export const usualThresholds = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8] as const;

/** Without labels: so many of the texts are to be answered. */
const answeredShare = 0.9;

/**
 * Suggests a `minSimilarity`, in hundredths. With labels it is the one with the most right answers less wrong ones,
 * where an off-topic text that is answered with a candidate counts as wrong; the smallest of these. Without labels it
 * is the largest one at which 90 % of the texts are answered with a candidate.
 */
export function suggestedThreshold(texts: readonly TriedText[]): number {
  const steps = Array.from({ length: 101 }, (_, i) => i / 100);
  if (texts.every(({ verdict }) => verdict === undefined)) {
    const answered = (step: number) => texts.filter(({ similarity }) => similarity >= step).length;
    return steps.findLast((step) => answered(step) >= answeredShare * texts.length) ?? 0;
  }
  const gain = (step: number) =>
    texts.reduce((sum, { similarity, verdict }) => {
      if (similarity < step || verdict === undefined) return sum;
      return sum + (verdict === 'right' ? 1 : -1);
    }, 0);
  return steps.reduce((best, step) => (gain(step) > gain(best) ? step : best), 0);
}

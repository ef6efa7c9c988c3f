import type { RoundOfFolder } from '../studies/study-folder.ts';
import { columnOf, headings, type RealText } from './real-texts.ts';

/** What each candidate is about, in the labels of the real texts. */
export interface CandidateLabels {
  /** In the order of the candidates; undefined where nothing tells. */
  readonly labels: readonly (string | undefined)[];
  /**
   * - `column`: the candidates' file has the same column
   * - `heading`: comment lines of the candidates' file are labels
   * - `texts`: every candidate is one of the real texts
   * - `nearest`: a guess: most of the texts that are nearest to it have this label
   */
  readonly from: 'column' | 'heading' | 'texts' | 'nearest';
}

/**
 * Finds out what the candidates of a round are about; undefined when the real texts have no labels.
 *
 * @param nearest for each real text its nearest candidate
 */
export function candidateLabels(
  { entries }: Pick<RoundOfFolder, 'entries'>,
  rows: readonly RealText[],
  nearest: readonly number[],
  labelColumn: string | undefined,
): CandidateLabels | undefined {
  if (labelColumn === undefined) return undefined;
  if (entries.some(({ columns }) => columns[labelColumn] !== undefined)) {
    return { labels: entries.map((entry) => columnOf(entry, labelColumn) || undefined), from: 'column' };
  }
  const used = new Set(rows.map(({ label }) => label).filter((label) => label !== ''));
  if (entries.some(({ heading }) => heading !== undefined && used.has(heading))) {
    return { labels: entries.map((entry) => columnOf(entry, headings) || undefined), from: 'heading' };
  }
  const labelOf = new Map(rows.map(({ text, label }) => [text, label || undefined]));
  if (entries.every(({ text }) => labelOf.has(text))) {
    return { labels: entries.map(({ text }) => labelOf.get(text)), from: 'texts' };
  }
  const counts = entries.map(() => new Map<string, number>());
  rows.forEach(({ label }, i) => {
    const own = counts[nearest[i] as number];
    if (label && own) own.set(label, (own.get(label) ?? 0) + 1);
  });
  const labels = counts.map((own) => [...own].toSorted((a, b) => b[1] - a[1])[0]?.[0]);
  return { labels, from: 'nearest' };
}

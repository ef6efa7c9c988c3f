import { fragmentSearch } from '../../core/answering/fragments.ts';
import { decodeEmbeddings, encodeEmbeddings } from '../../core/embedding/batch.ts';
import { nearest } from '../../core/embedding/nearest.ts';
import type { Embedder } from '../studies/embedder.ts';
import type { RoundOfFolder, StudyFolder } from '../studies/study-folder.ts';
import { type CandidateLabels, candidateLabels } from './candidate-labels.ts';
import { distinctTexts, type RealText } from './real-texts.ts';
import { suggestedThreshold, type Threshold, type TriedText, thresholdOf, usualThresholds } from './thresholds.ts';

/** How one real text would be answered. Candidates and fragments are named by their indices. */
export interface TriedAnswer {
  readonly text: string;
  readonly label: string | null;
  /** Null in a fragment poll. */
  readonly nearest: number | null;
  readonly similarity: number | null;
  /** In a fragment poll one of the fragments seen; a volunteer's device takes one of them by chance. */
  readonly answer: number | 'none';
}

export interface TriedRound {
  /** From 1. */
  readonly round: number;
  readonly title: string;
  readonly kind: RoundOfFolder['kind'];
  readonly texts: readonly string[];
  /** Null in a fragment poll, like everything that rests on it. */
  readonly minSimilarity: number | null;
  readonly suggestedMinSimilarity: number | null;
  readonly thresholds: readonly Threshold[];
  readonly labelsFrom: CandidateLabels['from'] | null;
  /** Which candidate was answered instead of which label, the most frequent first. */
  readonly confusions: readonly { readonly label: string; readonly answer: number; readonly count: number }[];
  /** Texts of the round that nobody's answer was. */
  readonly neverChosen: readonly number[];
  readonly answers: readonly TriedAnswer[];
}

export interface TryOptions {
  readonly embedder: Pick<Embedder, 'embed'>;
  readonly labelColumn?: string | undefined;
  readonly onProgress?: (done: number, of: number) => void;
}

const mostConfusions = 10;

/** How real texts would be answered in every round of a study. The texts go nowhere. */
export async function tryTexts(
  folder: StudyFolder,
  rows: readonly RealText[],
  options: TryOptions,
): Promise<{ readonly rounds: readonly TriedRound[] }> {
  const { texts, indices } = distinctTexts(rows);
  const isAsked = folder.rounds.some(({ kind }) => kind === 'candidates');
  const drafts = isAsked ? await embedWith(options, texts) : [];
  const rounds: TriedRound[] = [];
  for (const [i, round] of folder.rounds.entries()) {
    const named = { round: i + 1, title: round.title, kind: round.kind, texts: round.list };
    if (round.kind === 'fragments') {
      rounds.push({ ...named, ...tryFragments(round, rows) });
      continue;
    }
    const batch = decodeEmbeddings(encodeEmbeddings(await embedWith(options, round.list)));
    const found = drafts.map((draft) => nearest(draft, batch));
    rounds.push({
      ...named,
      ...tryCandidates(
        round,
        rows,
        indices.map((index) => found[index] as (typeof found)[number]),
        options.labelColumn,
      ),
    });
  }
  return { rounds };
}

const embedWith = ({ embedder, onProgress }: TryOptions, texts: readonly string[]): Promise<Float32Array[]> =>
  embedder.embed(texts, { onProgress: (done) => onProgress?.(done, texts.length) });

type Tried = Omit<TriedRound, 'round' | 'title' | 'kind' | 'texts'>;

function tryCandidates(
  round: RoundOfFolder & { readonly kind: 'candidates' },
  rows: readonly RealText[],
  found: readonly { readonly row: number; readonly similarity: number }[],
  labelColumn: string | undefined,
): Tried {
  const { minSimilarity, list } = round;
  const known = candidateLabels(
    round,
    rows,
    found.map(({ row }) => row),
    labelColumn,
  );
  const covered = new Set(known?.labels);
  const tried = rows.map(({ label }, i): TriedText => {
    const { row, similarity } = found[i] as (typeof found)[number];
    if (!known || label === undefined) return { similarity, verdict: undefined };
    if (!covered.has(label)) return { similarity, verdict: 'off-topic' };
    return { similarity, verdict: known.labels[row] === label ? 'right' : 'wrong' };
  });
  const suggestedMinSimilarity = suggestedThreshold(tried);
  const steps = [...new Set([...usualThresholds, minSimilarity, suggestedMinSimilarity])].toSorted((a, b) => a - b);
  const answers = rows.map(({ text, label }, i): TriedAnswer => {
    const { row, similarity } = found[i] as (typeof found)[number];
    const answer = similarity >= minSimilarity ? row : 'none';
    return { text, label: label ?? null, nearest: row, similarity, answer };
  });
  const confused = new Map<string, { label: string; answer: number; count: number }>();
  answers.forEach(({ label, answer }, i) => {
    const verdict = tried[i]?.verdict;
    if (answer === 'none' || label === null || verdict === 'right' || verdict === undefined) return;
    const key = JSON.stringify([label, answer]);
    const before = confused.get(key)?.count ?? 0;
    confused.set(key, { label, answer, count: before + 1 });
  });
  return {
    minSimilarity,
    suggestedMinSimilarity,
    thresholds: steps.map((step) => thresholdOf(tried, step)),
    labelsFrom: known?.from ?? null,
    confusions: [...confused.values()].toSorted((a, b) => b.count - a.count).slice(0, mostConfusions),
    neverChosen: never(list, answers),
    answers,
  };
}

function tryFragments(round: RoundOfFolder, rows: readonly RealText[]): Tried {
  const search = fragmentSearch(round.list);
  const seen = new Set<number>();
  const answers = rows.map(({ text, label }): TriedAnswer => {
    const found = search(text);
    for (const index of found) seen.add(index);
    return { text, label: label ?? null, nearest: null, similarity: null, answer: found[0] ?? 'none' };
  });
  return {
    minSimilarity: null,
    suggestedMinSimilarity: null,
    thresholds: [],
    labelsFrom: null,
    confusions: [],
    neverChosen: Array.from(round.list.keys()).filter((index) => !seen.has(index)),
    answers,
  };
}

function never(list: readonly string[], answers: readonly TriedAnswer[]): number[] {
  const chosen = new Set(answers.map(({ answer }) => answer));
  return Array.from(list.keys()).filter((index) => !chosen.has(index));
}

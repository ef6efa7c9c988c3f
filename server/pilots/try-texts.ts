import { takesPart } from '../../core/answering/candidates.ts';
import { fragmentSearch } from '../../core/answering/fragments.ts';
import { decodeEmbeddings, encodeEmbeddings } from '../../core/embedding/batch.ts';
import { nearest } from '../../core/embedding/nearest.ts';
import { languageFound } from '../../core/language-detection.ts';
import type { Embedder } from '../studies/embedder.ts';
import { type LanguageFound, languagesFound } from '../studies/languages-found.ts';
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
  /** False when it is surely in another language than the study's: its answer in a candidate round is "none". */
  readonly takesPart: boolean;
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
  /** Languages of the texts with the share that is answered with a candidate; none in a fragment poll. */
  readonly languages: readonly (LanguageFound & { readonly accepted: number })[];
  readonly labelsFrom: CandidateLabels['from'] | null;
  /** Which candidate was answered instead of which label, the most frequent first. */
  readonly confusions: readonly { readonly label: string; readonly answer: number; readonly count: number }[];
  /** Texts of the round that nobody's answer was. */
  readonly neverChosen: readonly number[];
  readonly answers: readonly TriedAnswer[];
}

export interface TryOptions {
  readonly embedder: Pick<Embedder, 'embed' | 'tokens'>;
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
        folder.study.languages,
        options,
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
  languages: readonly string[],
  { embedder, labelColumn }: TryOptions,
): Tried {
  const { minSimilarity, list } = round;
  const mayCount = rows.map(({ text }) => takesPart(text, languages));
  const known = candidateLabels(
    round,
    rows,
    found.map(({ row }) => row),
    labelColumn,
  );
  const covered = new Set(known?.labels);
  const verdicts = rows.map(({ label }, i): TriedText => {
    const { row, similarity } = found[i] as (typeof found)[number];
    if (!known || label === undefined) return { similarity, verdict: undefined };
    if (!covered.has(label)) return { similarity, verdict: 'off-topic' };
    return { similarity, verdict: known.labels[row] === label ? 'right' : 'wrong' };
  });
  // Thresholds are about the texts that can count.
  const tried = verdicts.filter((_verdict, i) => mayCount[i]);
  const suggestedMinSimilarity = suggestedThreshold(tried);
  const steps = [...new Set([...usualThresholds, minSimilarity, suggestedMinSimilarity])].toSorted((a, b) => a - b);
  const answers = rows.map(({ text, label }, i): TriedAnswer => {
    const { row, similarity } = found[i] as (typeof found)[number];
    const counts = mayCount[i] ?? false;
    const answer = counts && similarity >= minSimilarity ? row : 'none';
    return { text, label: label ?? null, nearest: row, similarity, takesPart: counts, answer };
  });
  const confused = new Map<string, { label: string; answer: number; count: number }>();
  answers.forEach(({ label, answer }, i) => {
    const verdict = verdicts[i]?.verdict;
    if (answer === 'none' || label === null || verdict === 'right' || verdict === undefined) return;
    const key = JSON.stringify([label, answer]);
    const before = confused.get(key)?.count ?? 0;
    confused.set(key, { label, answer, count: before + 1 });
  });
  return {
    minSimilarity,
    suggestedMinSimilarity,
    thresholds: steps.map((step) => thresholdOf(tried, step)),
    languages: acceptedByLanguage(answers, languages, embedder),
    labelsFrom: known?.from ?? null,
    confusions: [...confused.values()].toSorted((a, b) => b.count - a.count).slice(0, mostConfusions),
    neverChosen: never(list, answers),
    answers,
  };
}

function acceptedByLanguage(
  answers: readonly TriedAnswer[],
  declared: readonly string[],
  embedder: TryOptions['embedder'],
): Tried['languages'] {
  const accepted = new Map<string | null, number>();
  for (const { text, answer } of answers) {
    const language = languageFound(text, declared) ?? null;
    accepted.set(language, (accepted.get(language) ?? 0) + (answer === 'none' ? 0 : 1));
  }
  const texts = answers.map(({ text }) => text);
  const found = languagesFound(texts, declared, (text) => embedder.tokens(text).unknownWords.length > 0);
  return found.map((each) => ({ ...each, accepted: (accepted.get(each.language) ?? 0) / each.texts }));
}

function tryFragments(round: RoundOfFolder, rows: readonly RealText[]): Tried {
  const search = fragmentSearch(round.list);
  const seen = new Set<number>();
  const answers = rows.map(({ text, label }): TriedAnswer => {
    const found = search(text);
    for (const index of found) seen.add(index);
    const answer = found[0] ?? 'none';
    return { text, label: label ?? null, nearest: null, similarity: null, takesPart: true, answer };
  });
  return {
    minSimilarity: null,
    suggestedMinSimilarity: null,
    thresholds: [],
    languages: [],
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

import { decodeEmbeddings, encodeEmbeddings } from '../../core/embedding/batch.ts';
import type { EmbeddingModel } from '../../core/embedding/model.ts';
import { cosine } from '../../core/embedding/nearest.ts';
import { roundStrength } from '../../core/evolution/rounds-plan.ts';
import { foldedWords } from '../../core/folding.ts';
import { otherLanguage } from '../../core/language-detection.ts';
import { defaultCaps } from '../../core/privacy/ledger.ts';
import { languagesInEnglish } from '../language/english.ts';
import type { Embedder } from './embedder.ts';
import { mechanismFor } from './questions.ts';
import type { RoundOfFolder, StudyFolder } from './study-folder.ts';
import { cohortBudgets, namedRounds, plannedRounds } from './study-plan.ts';
import type { StudyProblem } from './study-problem.ts';
import type { TextEntry } from './text-file.ts';
import { textProblem } from './text-list.ts';

/** Two candidates above this cosine share the votes of one. */
export const nearEqual = 0.9;

/** People rarely type more words in the same order. */
const mostFragmentWords = 8;

/** Places that are named before the rest is only counted. */
const mostPlaces = 10;

/** Remarks on single texts, in the order of the texts. */
class Remarks {
  readonly #found: StudyProblem[] = [];
  readonly #file: string;

  constructor({ file }: RoundOfFolder) {
    this.#file = file;
  }

  on(entry: TextEntry, message: string): void {
    this.#found.push(textProblem(this.#file, entry, message));
  }

  /** The first ones, and how many more there are. */
  list(): StudyProblem[] {
    const more = this.#found.length - mostPlaces;
    if (more <= 0) return this.#found;
    const message = `${more} more texts like the ${mostPlaces} above`;
    return [...this.#found.slice(0, mostPlaces), { file: this.#file, message }];
  }
}

/**
 * What does not keep a study from being published, and yet would spoil it, as far as the words tell it.
 *
 * @param now milliseconds since 1970
 */
export function wordWarnings(folder: StudyFolder, now: number): StudyProblem[] {
  const { study, rounds, problemAt } = folder;
  const warnings = [...folder.warnings];
  warnings.push(...budgetWarnings(folder, now));
  rounds.forEach((round, i) => {
    if (round.list.length === 1) {
      warnings.push(problemAt(['rounds', i, 'texts'], 'one text alone has nothing to be compared with but "none"'));
    }
    warnings.push(...languageRemarks(round, study.languages));
    if (round.kind === 'fragments') warnings.push(...fragmentRemarks(round));
  });
  warnings.push(...learningWarnings(folder));
  for (const { round, plans } of plannedRounds(folder, undefined)) {
    const least = plans[0];
    if (!least || (least.smallestDetectableShare ?? 1) < 0.5) continue;
    const message = `with ${least.volunteers} reports no share below 50 % can be told from zero; take fewer texts, a larger epsilon, or a larger minimumReports`;
    warnings.push(problemAt(['rounds', round - 1, 'minimumReports'], message));
  }
  return warnings;
}

/** Rounds of a study with a pool are learned from, and may close with few reports. */
function learningWarnings({ study, rounds, problemAt }: StudyFolder): StudyProblem[] {
  if (study.pool === undefined) return [];
  return rounds.flatMap((round, i) => {
    const { minimumReports } = round;
    if (
      round.kind !== 'candidates' ||
      roundStrength(minimumReports, mechanismFor(round, round.list.length)) !== 'too-few'
    ) {
      return [];
    }
    const message = `this round may close with ${minimumReports} reports, and what is learned from so few is likely worse than texts chosen without votes; take a larger minimumReports (donor plan --pool says how many volunteers are enough)`;
    return [problemAt(['rounds', i, 'minimumReports'], message)];
  });
}

function budgetWarnings(folder: StudyFolder, now: number): StudyProblem[] {
  const { study, rounds, problemAt } = folder;
  const warnings = rounds.flatMap(({ epsilon }, i) =>
    epsilon > defaultCaps.perReport
      ? [
          problemAt(
            ['rounds', i, 'epsilon'],
            `volunteers who keep the default caps answer no round above epsilon ${defaultCaps.perReport}; only those who raised theirs will`,
          ),
        ]
      : [],
  );
  for (const { cohort, days } of cohortBudgets(folder, now)) {
    const tooLate = days.flatMap((day, i) => {
      const round = rounds[i];
      const isAsked = round !== undefined && (round.cohorts?.includes(cohort) ?? true);
      return isAsked && day === null && round.epsilon <= defaultCaps.perReport ? [i + 1] : [];
    });
    if (tooLate.length === 0) continue;
    const whose = study.cohorts > 1 ? ` of cohort ${cohort}` : '';
    const message = `volunteers${whose} who keep the default caps (epsilon ${defaultCaps.window} in 30 days) never answer ${namedRounds(tooLate)}: the earlier rounds spend it all before the close; use smaller epsilons, later times of closing, or cohorts`;
    warnings.push(problemAt(['rounds', (tooLate[0] as number) - 1], message));
  }
  return warnings;
}

function languageRemarks(round: RoundOfFolder, languages: readonly string[]): StudyProblem[] {
  const remarks = new Remarks(round);
  for (const entry of round.entries) {
    const found = otherLanguage(entry.text, languages);
    if (found !== undefined) {
      remarks.on(
        entry,
        `this looks like ${languagesInEnglish([found])}; the study declares ${languagesInEnglish(languages)}`,
      );
    }
    if (/[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u2122]/u.test(entry.text)) {
      remarks.on(
        entry,
        'this looks like UTF-8 that was read in another encoding once; write the file anew from its source',
      );
    }
  }
  return remarks.list();
}

function fragmentRemarks(round: RoundOfFolder): StudyProblem[] {
  const remarks = new Remarks(round);
  const lineOf = new Map<string, number>();
  for (const entry of round.entries) {
    const words = foldedWords(entry.text);
    const tokens = words.join(' ');
    const earlier = lineOf.get(tokens);
    if (earlier !== undefined) {
      remarks.on(
        entry,
        `the same words as in line ${earlier} ("${tokens}"): whoever typed one typed both, and votes for either by chance`,
      );
    } else lineOf.set(tokens, entry.line);
    if (words.length > mostFragmentWords) {
      remarks.on(entry, `${words.length} words: hardly two people type so long a phrase in the same words`);
    }
  }
  return remarks.list();
}

/** What the embedding model makes of the candidates of a round. */
export async function candidateRemarks(
  round: RoundOfFolder & { readonly kind: 'candidates' },
  model: Pick<EmbeddingModel, 'maxTokens'>,
  embedder: Pick<Embedder, 'embed' | 'tokens'>,
  options: Parameters<Embedder['embed']>[1] = {},
): Promise<StudyProblem[]> {
  const { entries, minSimilarity } = round;
  const reading = new Remarks(round);
  for (const entry of entries) {
    const { count, unknownWords } = embedder.tokens(entry.text);
    if (count > model.maxTokens) {
      reading.on(
        entry,
        `the model reads the first ${model.maxTokens} tokens of a text, and this one has ${count}; shorten it`,
      );
    }
    if (unknownWords.length > 0) {
      const words = unknownWords.slice(0, 3).map((word) => `"${word}"`);
      reading.on(entry, `the model does not know ${words.join(', ')}; to it all unknown words are one`);
    }
  }
  const vectors = await embedder.embed(
    entries.map(({ text }) => text),
    options,
  );
  const batch = decodeEmbeddings(encodeEmbeddings(vectors));
  const isNear = closeBy(vectors);
  const alike = new Remarks(round);
  const hopeless = new Remarks(round);
  entries.forEach((entry, row) => {
    const own = vectors[row] as Float32Array;
    let best = { row: -1, similarity: nearEqual };
    let winner = row;
    let winning = cosine(own, batch, row);
    for (let other = 0; other < batch.rows; other++) {
      if (other === row || !isNear(row, other)) continue;
      const similarity = cosine(own, batch, other);
      if (other < row && similarity > best.similarity) best = { row: other, similarity };
      // On ties the earlier candidate wins.
      if (similarity > winning || (similarity === winning && other < winner)) [winner, winning] = [other, similarity];
    }
    if (winner !== row) {
      hopeless.on(
        entry,
        `no draft can ever be counted for this candidate, not even these very words: to the model it is the same as line ${lineOf(entries, winner)}; remove or reword one of them`,
      );
    } else if (winning < minSimilarity) {
      hopeless.on(
        entry,
        `no draft can ever be counted for this candidate: even these very words reach a similarity of ${Math.floor(1e4 * winning) / 1e4} only, and minSimilarity is ${minSimilarity}`,
      );
    } else if (best.row >= 0) {
      alike.on(
        entry,
        `nearly the same to the model as line ${lineOf(entries, best.row)} (similarity ${best.similarity.toFixed(2)}): the two share the votes of one`,
      );
    }
  });
  return [...reading.list(), ...hopeless.list(), ...alike.list()];
}

/**
 * Whether two vectors may be as near as `nearEqual`; a rough look that spares nearly all pairs of a long list the exact
 * one. Quantising moves a cosine by far less than the margin.
 */
function closeBy(vectors: readonly Float32Array[]): (a: number, b: number) => boolean {
  const margin = 0.05;
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  return (a, b) => {
    const [first, second] = [vectors[a] as Float32Array, vectors[b] as Float32Array];
    let dot = 0;
    for (let j = 0; j < first.length; j++) dot += (first[j] as number) * (second[j] as number);
    return dot > (nearEqual - margin) * (lengths[a] as number) * (lengths[b] as number);
  };
}

const lineOf = (entries: readonly TextEntry[], row: number): number => entries[row]?.line ?? 0;

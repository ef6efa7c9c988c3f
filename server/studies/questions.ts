import { subsetSelection } from '../../core/privacy/subset-selection.ts';
import { type Question, questionCovers } from '../../core/protocol/study.ts';
import type { RoundEntry } from './study-file.ts';

/** A round of a study folder, with its texts. */
export type RoundWithTexts = RoundEntry & { readonly list: readonly string[] };

/** The question that a round asks. */
export const questionOf = ({ kind, list, epsilon, minimumReports }: RoundWithTexts): Question => ({
  kind,
  fewestTexts: list.length,
  epsilon,
  minimumReports,
});

/** Whether consent to `wide` is consent to `narrow` (docs/decisions/0004). */
export const includes = (wide: Question, { kind, fewestTexts, epsilon, minimumReports }: Question): boolean =>
  questionCovers(wide, {
    kind,
    textCount: fewestTexts,
    mechanism: subsetSelection(fewestTexts + 1, epsilon),
    minimumReports,
  });

/** What volunteers are asked to consent to: the questions of these rounds, without those that another one includes. */
export function questionsOf(rounds: readonly RoundWithTexts[]): Question[] {
  const all = rounds.map(questionOf);
  const redundant = (question: Question, i: number): boolean =>
    all.some((other, j) => includes(other, question) && (j < i || !includes(question, other)));
  return all.filter((question, i) => !redundant(question, i));
}

import type { SubsetSelection } from '../../core/privacy/subset-selection.ts';
import { mechanismOf, type Question, withoutRedundant } from '../../core/protocol/consent.ts';
import type { Study2 } from '../../core/protocol/study.ts';
import type { RoundEntry } from './study-file.ts';

/** A round of a study folder, with its texts. */
export type RoundWithTexts = RoundEntry & { readonly list: readonly string[] };

/** The question that a round asks. */
export function questionOf(round: RoundWithTexts): Question {
  const { kind, list, epsilon, minimumReports, releases } = round;
  const shared = { kind, fewestTexts: list.length, epsilon, minimumReports, releases, later: false };
  return kind === 'candidates'
    ? { ...shared, rule: round.answerRule, reach: round.recentDrafts }
    : { ...shared, rule: round.poll, reach: round.windowDays };
}

/** The mechanism of a round: the optimal one for its texts. */
export const mechanismFor = (round: RoundEntry, texts: number): SubsetSelection =>
  mechanismOf(round.kind === 'candidates' ? round.answerRule : round.poll, texts, round.epsilon);

/** Fewest reports of a release of any of these rounds. */
export const fewestReports = (rounds: readonly RoundWithTexts[]): number =>
  Math.min(...rounds.map(({ minimumReports }) => minimumReports));

/** Most releases that one of these rounds plans. */
export const mostReleasesOf = (rounds: readonly RoundWithTexts[]): number =>
  Math.max(...rounds.map(({ releases }) => releases));

/** What volunteers are asked to consent to: the questions of these rounds, without those that another one includes. */
export function statedQuestions(rounds: readonly RoundWithTexts[]): Study2['questions'] {
  // The document states these two once, for all of its questions.
  const plan = { minimumReports: fewestReports(rounds), releases: mostReleasesOf(rounds) };
  return withoutRedundant(rounds.map((round) => ({ ...questionOf(round), ...plan }))).map(
    ({ rule, fewestTexts, epsilon, reach }) =>
      rule === 'random-draft' || rule === 'closest'
        ? { kind: 'candidates', answerRule: rule, fewestTexts, epsilon, recentDrafts: reach }
        : { kind: 'fragments', poll: rule, fewestTexts, epsilon, windowDays: reach },
  );
}

import { percent } from '../../core/percent.ts';
import { supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { type Asked, consentedOdds, type Question, questionCovers } from '../../core/protocol/consent.ts';

/** A bound of the consent that a round breaks: the field of the round, what it says and what it may say. */
export interface BrokenBound {
  readonly field: string;
  readonly message: string;
}

const names: Record<Question['rule'], string> = {
  'random-draft': 'candidate rounds with the answer rule "random-draft"',
  closest: 'candidate rounds with the answer rule "closest"',
  which: 'fragment polls of the kind "which"',
  prevalence: 'fragment polls of the kind "prevalence"',
};

/**
 * In what a round goes beyond the consent to a study: beyond the question that it comes nearest to, with the number
 * that it has and the number that the consent covers. Bounds of later rounds stand last, and win a tie. Empty when one
 * of the questions covers it.
 *
 * @param epsilon as the study file says it
 */
export function brokenBounds(questions: readonly Question[], asked: Asked, epsilon: number): readonly BrokenBound[] {
  if (questions.some((question) => questionCovers(question, asked))) return [];
  const same = questions.filter(({ rule }) => rule === asked.rule);
  if (same.length === 0) {
    const consented = [...new Set(questions.map(({ rule }) => names[rule]))];
    const field = asked.kind === 'candidates' ? 'answerRule' : 'poll';
    const message = `the consent covers ${new Intl.ListFormat('en-GB').format(consented)} only`;
    return [{ field: questions.some(({ kind }) => kind === asked.kind) ? field : 'kind', message }];
  }
  return same
    .map((question) => beyond(question, asked, epsilon))
    .reduce((fewest, each) => (each.length <= fewest.length ? each : fewest));
}

function beyond(question: Question, asked: Asked, epsilon: number): BrokenBound[] {
  const { fewestTexts, reach, minimumReports, releases } = question;
  const broken: BrokenBound[] = [];
  const add = (field: string, found: string, allowed: string) =>
    broken.push({ field, message: `found ${found}, and the consent covers ${allowed}` });
  if (asked.textCount < fewestTexts) add('texts', `${asked.textCount} texts`, `at least ${fewestTexts}`);
  if (epsilon > question.epsilon) add('epsilon', String(epsilon), `at most ${question.epsilon}`);
  if (asked.reach > reach) {
    if (asked.kind === 'candidates') add('recentDrafts', `${asked.reach} recent drafts`, `at most ${reach}`);
    else add('windowDays', `${asked.reach} days`, `at most ${reach}`);
  }
  if (asked.releases > releases) add('releases', `${asked.releases} releases`, `at most ${releases}`);
  if (asked.minimumReports < minimumReports) {
    add('minimumReports', `${asked.minimumReports} reports`, `at least ${minimumReports}`);
  }
  if (broken.length > 0) return broken;
  const odds = percent(supportProbabilities(asked.mechanism).p);
  add(
    'texts',
    `${asked.textCount} texts, with which a vote holds the true answer ${odds} of the time`,
    `at most ${percent(consentedOdds(question))}; take fewer texts`,
  );
  return broken;
}

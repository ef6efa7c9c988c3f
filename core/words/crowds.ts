import { planRound } from '../estimation/planning.ts';
import { type Question, shareInWords } from './odds.ts';

/**
 * How many people must share an answer before it shows, at the fewest reports from which results may be published
 * (docs/mathematics.md, "What a study can see"). "Shows" means: told from zero in at least 4 of 5 studies.
 */
export function crowdInWords({ rule, fewestTexts, epsilon, minimumReports }: Crowded): string {
  // Each phrase has its own reports, and its own result.
  if (rule === 'prevalence') return 'Each phrase shows in the results only when enough volunteers were asked for it.';
  const volunteers = minimumReports.toLocaleString('en-GB');
  const { smallestDetectableShare: share } = planRound({ candidates: fewestTexts, epsilon }, minimumReports);
  if (share === null)
    return `With ${volunteers} reports, the fewest that may be published, no answer would show at all.`;
  const people = Math.ceil(share * minimumReports).toLocaleString('en-GB');
  return `An answer shows in the results only when enough people share it: with ${volunteers} reports, the fewest that may be published, about ${people} of these people (${shareInWords(share)}). The more reports there are, the smaller this share.`;
}
type Crowded = Pick<Question, 'rule' | 'fewestTexts' | 'epsilon' | 'minimumReports'>;

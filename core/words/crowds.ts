import { planRound } from '../estimation/planning.ts';
import { type Question, shareInWords } from './odds.ts';
import type { WordsSpeaker } from './sentence-keys.ts';

/**
 * How many people must share an answer before it shows, at the fewest reports from which results may be published
 * (docs/mathematics.md, "What a study can see"). "Shows" means: told from zero in at least 4 of 5 studies.
 */
export function crowdInWords(speaker: WordsSpeaker, { rule, fewestTexts, epsilon, minimumReports }: Crowded): string {
  const { say } = speaker;
  // Each phrase has its own reports, and its own result.
  if (rule === 'prevalence') return say('consent_crowd_of_each');
  const { smallestDetectableShare: share } = planRound({ candidates: fewestTexts, epsilon }, minimumReports);
  if (share === null) return say('consent_crowd_hopeless', { reports: minimumReports });
  return say('consent_crowd', {
    reports: minimumReports,
    people: Math.ceil(share * minimumReports),
    share: shareInWords(speaker, share),
  });
}
type Crowded = Pick<Question, 'rule' | 'fewestTexts' | 'epsilon' | 'minimumReports'>;

import type { Caps } from '../privacy/ledger.ts';
import { budgetsOf, type Study } from '../protocol/study.ts';
import { epsilonInWords } from './odds.ts';
import type { WordsSpeaker } from './sentence-keys.ts';

/** What the consent page says below the questions. */
export interface LimitsInWords {
  /** What leaves the browser, one entry each. */
  readonly leaves: readonly string[];
  readonly looking: string;
  readonly undone: string;
  readonly retention: string;
  readonly limits: string;
  readonly trust: string;
}

/**
 * The words of the consent page about what leaves, what cannot be undone, and the limits that hold for every study.
 *
 * @param host of the study server
 * @param caps of the volunteer
 * @param endsOn the day on which the study ends, in words
 */
export function limitsInWords(
  speaker: WordsSpeaker,
  study: Study,
  host: string,
  caps: Caps,
  endsOn: string,
): LimitsInWords {
  const { say } = speaker;
  const { cohorts } = study;
  const retentionDays = study.format === 'data-donor/study/2' ? study.retentionDays : null;
  return {
    leaves: [
      say('consent_leaves_requests', { host }),
      say('consent_leaves_report'),
      ...(cohorts > 1 ? [say('consent_leaves_part', { cohorts })] : []),
      say('consent_leaves_address', { host }),
    ],
    looking: say('consent_looking', { rounds: budgetsOf(study).rounds }),
    undone: say('consent_undone'),
    retention:
      retentionDays === null ? say('consent_retention_unsaid') : say('consent_retention', { days: retentionDays }),
    limits: say('consent_limits', {
      perReport: epsilonInWords(speaker, caps.perReport),
      window: epsilonInWords(speaker, caps.window),
    }),
    trust: say('consent_trust', { endsOn }),
  };
}

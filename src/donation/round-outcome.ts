import type { RoundId, StudyId } from '../../core/ids.ts';
import type { Reason } from '../refusal.ts';
import type { RoundOutcome } from '../storage/donation-progress.ts';

export type { RoundOutcome };

export const skipped = ({ study, round }: { study: StudyId; round: RoundId }, reason: Reason): RoundOutcome => ({
  kind: 'skipped',
  study,
  round,
  reason,
});

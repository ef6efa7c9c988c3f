import type { RoundId, StudyId } from '../../core/ids.ts';
import type { RoundOutcome } from '../storage/donation-progress.ts';

export type { RoundOutcome };

/** @param reason in words for the volunteer */
export const skipped = ({ study, round }: { study: StudyId; round: RoundId }, reason: string): RoundOutcome => ({
  kind: 'skipped',
  study,
  round,
  reason,
});

/** What a file of the extension that is not its own means for a round. */
export const changedModel =
  'The language model on this device is not the one that the study names: a file of the extension was changed. Install the extension again. Nothing was sent.';

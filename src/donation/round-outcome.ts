import type { RoundId, StudyId } from '../../core/ids.ts';

/** What became of one open round in a donation, or of a study none of whose rounds could be read. */
export type RoundOutcome =
  | { readonly kind: 'sealed'; readonly study: StudyId; readonly round: RoundId; readonly sendAt: number }
  | { readonly kind: 'already-answered'; readonly study: StudyId; readonly round: RoundId }
  | { readonly kind: 'skipped'; readonly study: StudyId; readonly round?: RoundId; readonly reason: string }
  /** The study was withdrawn, and this device has left it; `server` is where it was. */
  | { readonly kind: 'withdrawn'; readonly study: StudyId; readonly round?: RoundId; readonly server: string };

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

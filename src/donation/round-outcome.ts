import type { RoundId, StudyId } from '../../core/ids.ts';
import type { Reason } from '../refusal.ts';

/** What became of one open round in a donation, or of a study none of whose rounds could be read. */
export type RoundOutcome =
  | { readonly kind: 'sealed'; readonly study: StudyId; readonly round: RoundId; readonly sendAt: number }
  | { readonly kind: 'already-answered'; readonly study: StudyId; readonly round: RoundId }
  | { readonly kind: 'skipped'; readonly study: StudyId; readonly round?: RoundId; readonly reason: Reason }
  /** The study was withdrawn, and this device has left it; `server` is where it was. */
  | { readonly kind: 'withdrawn'; readonly study: StudyId; readonly round?: RoundId; readonly server: string };

export const skipped = ({ study, round }: { study: StudyId; round: RoundId }, reason: Reason): RoundOutcome => ({
  kind: 'skipped',
  study,
  round,
  reason,
});

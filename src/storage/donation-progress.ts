import type { RoundId, StudyId } from '../../core/ids.ts';
import type { Reason } from '../refusal.ts';

/** What became of one open round in a donation, or of a study none of whose rounds could be read. */
export type RoundOutcome =
  | { readonly kind: 'sealed'; readonly study: StudyId; readonly round: RoundId; readonly sendAt: number }
  | { readonly kind: 'already-answered'; readonly study: StudyId; readonly round: RoundId }
  | { readonly kind: 'skipped'; readonly study: StudyId; readonly round?: RoundId; readonly reason: Reason }
  /** The study was withdrawn, and this device has left it; `server` is where it was. */
  | { readonly kind: 'withdrawn'; readonly study: StudyId; readonly round?: RoundId; readonly server: string };

/**
 * How far the last click on "Donate now" has come. It holds what was asked and what was decided before any draft was
 * read; neither vote nor answer, and no time that drafts could have moved. Only the moment at which "answering" becomes
 * "ended" follows the drafts, within the time box; it is stored nowhere, and nothing but the popup reads it.
 */
export interface DonationProgress {
  /** Drawn at random for each step; what an earlier step finds out later changes nothing any more. */
  readonly step: string;
  /**
   * Looking for questions, asking the volunteer about them, answering; then ended, stopped by the volunteer or the
   * browser, or failed.
   */
  readonly stage: 'looking' | 'asking' | 'answering' | 'ended' | 'stopped' | 'failed';
  /** When it was clicked, in milliseconds since 1970. */
  readonly since: number;
  /** The rounds that are asked about or answered. */
  readonly rounds: readonly { readonly study: StudyId; readonly round: RoundId }[];
  /** What became of other rounds and, in the end, of these. */
  readonly outcomes: readonly RoundOutcome[];
}

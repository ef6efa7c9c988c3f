import type { RoundId, StudyId } from '../protocol/ids.ts';

/** One entry of the ledger: the privacy loss of one vote, charged when it was randomised. */
export interface Charge {
  /** Position in the ledger, from 0 without gaps, so that a missing record is noticed. */
  readonly sequence: number;
  readonly study: StudyId;
  readonly round: RoundId;
  readonly epsilon: number;
  /** Milliseconds since 1970, never before the charge before it. */
  readonly at: number;
}

/** Limits that the volunteer owns; nothing a server says raises them (P6). */
export interface Caps {
  readonly perReport: number;
  readonly window: number;
}
export const defaultCaps: Caps = { perReport: 4, window: 8 };
export const windowMs = 30 * 24 * 60 * 60 * 1000;
/** Lifetime total from which the ledger carries a plain warning. */
export const lifetimeWarning = 32;

export type ChargeDecision =
  | { readonly kind: 'allowed'; readonly charge: Charge }
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'over-report-cap'
        | 'over-window-cap'
        | 'already-charged'
        | 'invalid-request'
        | 'ledger-unreadable';
    };

import { consentCovers } from '../core/protocol/consent.ts';
import type { Permission } from './device.ts';
import type { RoundRecord, StudyRecord } from './storage/database.ts';

/** Why a round may not be answered or its report not be sent, at one moment. */
export type Hindrance =
  | 'no-host'
  | 'no-data-collection'
  | 'paused'
  | 'not-joined'
  | 'another-server'
  | 'corrected'
  | 'log-changed'
  | 'beyond-consent'
  | 'not-open-yet'
  | 'closed'
  | 'study-ended';

/** All that consent rests on. */
export interface Circumstances {
  readonly permission: Permission;
  readonly paused: boolean;
  /** As they are stored now; undefined when they are not. */
  readonly study: StudyRecord | undefined;
  readonly round: RoundRecord | undefined;
  /** Origin of the server that the round came from, and that its report goes to. */
  readonly server: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * What stands against answering a round, or against sending its report: undefined while the volunteer's consent covers
 * it. The one rule for every moment: drawing the send time, sealing, resuming, sending and trying again. Nothing here
 * depends on drafts.
 */
export function hindrance(circumstances: Circumstances): Hindrance | undefined {
  const { permission, paused, study, round, server } = circumstances;
  if (permission !== 'granted') return permission;
  if (paused) return 'paused';
  if (study?.state !== 'joined' || round === undefined || round.study !== study.id) return 'not-joined';
  if (study.server !== server) return 'another-server';
  if (study.correction !== undefined) return 'corrected';
  if (study.logRefused === true || !study.log.includes(round.round)) return 'log-changed';
  if (!consentCovers(study.signed.document, round.signed.document)) return 'beyond-consent';
  return tooEarlyOrLate(study, round, circumstances.now);
}

function tooEarlyOrLate(study: StudyRecord, round: RoundRecord, now: number): Hindrance | undefined {
  const { opensAt, closesAt } = round.signed.document;
  if (now < Date.parse(opensAt)) return 'not-open-yet';
  if (now >= Date.parse(study.signed.document.endsAt)) return 'study-ended';
  return round.closed || now >= Date.parse(closesAt) ? 'closed' : undefined;
}

/** Whether a hindrance can only be waited for by setting the clock back. */
export const isTooLate = (found: Hindrance): boolean => found === 'closed' || found === 'study-ended';

/** When no report of a round may leave any more: it closes, or its study ends. */
export const lastMoment = (study: StudyRecord, round: RoundRecord): number =>
  Math.min(Date.parse(study.signed.document.endsAt), Date.parse(round.signed.document.closesAt));

/** A hindrance in words for the volunteer. */
export function hindranceInWords(found: Hindrance): string {
  switch (found) {
    case 'no-host':
      return 'The permission to reach the study server is missing. Nothing was sent.';
    case 'no-data-collection':
      return 'You have taken back the consent to data collection in Firefox. Nothing was sent.';
    case 'paused':
      return 'Donating is paused.';
    case 'not-joined':
      return 'You have left this study.';
    case 'another-server':
      return 'This study now has another server than the one you joined it with.';
    case 'corrected':
      return 'Its researchers have corrected this study. Nothing is answered until you have read the new one.';
    case 'log-changed':
      return 'The server no longer shows the history of rounds that this device has seen.';
    case 'beyond-consent':
      return 'This round asks for more than you agreed to when you joined. It was not answered.';
    case 'not-open-yet':
      return 'This round is not open yet.';
    case 'closed':
      return 'This round has closed.';
    case 'study-ended':
      return 'This study has ended.';
  }
}

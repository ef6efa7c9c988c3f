import { consentCovers } from '../core/protocol/consent.ts';
import type { Permission } from './device.ts';
import type { ReasonKey } from './language/sentence-keys.ts';
import { type Reason, reasonOf } from './refusal.ts';
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

const keys: Readonly<Record<Hindrance, ReasonKey>> = {
  'no-host': 'reason_no_host',
  'no-data-collection': 'reason_no_data_collection',
  paused: 'reason_paused',
  'not-joined': 'reason_not_joined',
  'another-server': 'reason_another_server',
  corrected: 'reason_corrected',
  'log-changed': 'reason_log_changed',
  'beyond-consent': 'reason_beyond_consent',
  'not-open-yet': 'reason_not_open_yet',
  closed: 'reason_closed',
  'study-ended': 'reason_study_ended',
};

/** A hindrance as a reason for the volunteer. */
export const hindranceReason = (found: Hindrance): Reason => reasonOf(keys[found]);

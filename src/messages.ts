import browser from 'webextension-polyfill';
import type { RoundId, StudyId } from '../core/ids.ts';
import type { SignedStudy } from '../core/protocol/study.ts';
import type { RoundKey } from './device.ts';
import type { RoundOutcome } from './donation/round-outcome.ts';
import type { Keeping } from './drafts/draft-store.ts';
import type { Forgotten } from './drafts/forgetting.ts';
import type { Refusal } from './refusal.ts';
import type { CaptureState } from './sites/site-store.ts';
import type { UndoMark } from './storage/capture-epoch.ts';
import type { Draft } from './storage/database.ts';

/** A draft as a content script hands it over; the background adds the site from the sender, never from the message. */
export interface CapturedDraft {
  /**
   * Names the field within its page load, so that a later edit replaces the draft; drawn at random by the content
   * script.
   */
  readonly field: string;
  readonly text: string;
  /** In which it was typed; the draft of an earlier epoch is not stored. */
  readonly epoch: number;
}

/** What a content script hears when nothing came of its message; nobody reads it. */
export interface NotKept {
  readonly ok: false;
  readonly notKept: Exclude<Keeping, 'kept'>;
}

/** Every message between the parts of the extension: its request and its answer. */
export interface Messages {
  /** Content script only: whether it captures. It asks at its start and whenever it hears that an epoch ended. */
  'capture-state': { request: Record<never, never>; response: ({ ok: true } & CaptureState) | NotKept };
  /**
   * Content script only. When it is refused, the reply says the state as it is, so that the script can mend its own.
   */
  'draft-captured': { request: CapturedDraft; response: { ok: true } | (NotKept & Partial<CaptureState>) };
  /** Content script only: what this field's draft was is a secret, refused, or deleted by its user. */
  'draft-retracted': { request: { field: string }; response: { ok: true } | NotKept };
  /** Content script only: why the field that is typed in is not kept, as a word of the field policy. */
  'field-refused': { request: { reason: string; epoch: number }; response: { ok: true } | NotKept };
  /**
   * Fetches the signed study of a join link; the page has asked for the server's permission in its click handler
   * before.
   */
  'review-study': { request: { link: string }; response: { ok: true; study: StudyId; signed: SignedStudy } | Refusal };
  /** Accepts the study that is under review, from the server that was shown with it. */
  'join-study': { request: { study: StudyId; server: string }; response: { ok: true } | Refusal };
  /** Declines the study that is under review, and gives the server's permission back when no other study needs it. */
  'decline-study': { request: { study: StudyId }; response: { ok: true } | Refusal };
  /** Leaves a joined study: cancels what waits, gives the permission back when no other study needs it. */
  'leave-study': { request: { study: StudyId }; response: { ok: true } | Refusal };
  /** The volunteer has read that a study was withdrawn. */
  'forget-withdrawn-study': { request: { study: StudyId }; response: { ok: true } | Refusal };
  /** Fetches and checks what is asked: the open rounds that can be answered, and what became of the others. */
  'look-for-rounds': {
    request: Record<never, never>;
    response: { ok: true; rounds: RoundKey[]; outcomes: readonly RoundOutcome[] } | Refusal;
  };
  /** Answers these rounds now; the reports of one study leave 30 s after the click. */
  'donate-now': {
    request: { rounds: readonly RoundKey[] };
    response: { ok: true; outcomes: readonly RoundOutcome[] } | Refusal;
  };
  /** A page shows something as under way: a background that was stopped starts, and notes that it was stopped. */
  wake: { request: Record<never, never>; response: { ok: true } | Refusal };
  /** The volunteer has read how a donation went, or does not want to answer the questions now. */
  'forget-progress': { request: Record<never, never>; response: { ok: true } | Refusal };
  /** Cancels a waiting report; refunds nothing. */
  'cancel-report': { request: { study: StudyId; round: RoundId }; response: { ok: true } | Refusal };
  /** After the page was granted a site's permission: register the content script there, also in tabs already open. */
  'allow-site': { request: { origin: string }; response: { ok: true } | Refusal };
  /** The browser is being asked for this site's permission: carry it out when it is given. Null: it was not given. */
  'wish-site': { request: { origin: string | null }; response: { ok: true } | Refusal };
  /** The volunteer has read that the sites which were asked for are allowed. */
  'told-of-sites': { request: Record<never, never>; response: { ok: true } | Refusal };
  'remove-site': { request: { origin: string }; response: { ok: true } | Refusal };
  /** Forgets one draft and the answers that came from it; the reply holds what the page needs for an undo. */
  'forget-draft': { request: { draft: string }; response: ({ ok: true } & Forgotten) | Refusal };
  /** Forgets the drafts of one site and the answers that came from them. */
  'forget-site-drafts': { request: { origin: string }; response: ({ ok: true } & Forgotten) | Refusal };
  /** Forgets all drafts and the answers that came from them. */
  'forget-all-drafts': { request: Record<never, never>; response: ({ ok: true } & Forgotten) | Refusal };
  /** Undoes a forgetting, as long as nothing stands against it; says how many drafts are kept again. */
  'restore-drafts': {
    request: { drafts: readonly Draft[]; since: UndoMark };
    response: { ok: true; count: number } | Refusal;
  };
  /** Caps of the volunteer (P6), in epsilon. */
  'set-caps': { request: { capPerReport: number; capWindow: number }; response: { ok: true } | Refusal };
  /** Paused: nothing is captured, fetched, answered or sent. */
  'set-paused': { request: { paused: boolean }; response: { ok: true } | Refusal };
  /** Deletes everything but charges, study ids and answered-round hashes (P8). */
  'erase-everything': { request: Record<never, never>; response: { ok: true } | Refusal };
}

export type MessageName = keyof Messages;

/** Sends a message to the background and waits for its answer. */
export function send<Name extends MessageName>(
  name: Name,
  request: Messages[Name]['request'],
): Promise<Messages[Name]['response']> {
  return browser.runtime.sendMessage({ name, request });
}

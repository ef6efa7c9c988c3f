import type { JoinLinkError } from '../core/protocol/join-link.ts';
import type { ReasonKey } from './language/sentence-keys.ts';

/** What fills a place of a reason: a number, a name, or languages by their tags (BCP 47). */
export type ReasonValue = string | number | { readonly languages: readonly string[] };

/**
 * Why something was not done: a sentence of `reasons.json` by its name, with what fills its places. It is stored and
 * sent as it is; only pages make words of it, in the language that the browser has then.
 */
export interface Reason {
  readonly key: ReasonKey;
  readonly values?: Readonly<Record<string, ReasonValue>>;
  /** The sentence that follows. */
  readonly followedBy?: ReasonKey;
}

/** A reason as it is stored. Earlier versions stored an English sentence. */
export type StoredReason = Reason | string;

/** What was not done, and why. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
}

export const reasonOf = (key: ReasonKey, values?: Reason['values']): Reason => ({ key, ...(values && { values }) });

export const refusedFor = (reason: Reason): Refusal => ({ ok: false, reason });

export const refused = (key: ReasonKey, values?: Reason['values']): Refusal => refusedFor(reasonOf(key, values));

const linkKeys: Readonly<Record<JoinLinkError['code'], ReasonKey>> = {
  'not-a-link': 'reason_link_not_a_link',
  'not-https': 'reason_link_not_https',
  preview: 'reason_link_preview',
  'no-study': 'reason_link_no_study',
};

/** Why a join link cannot be used. */
export const joinLinkReason = ({ code }: JoinLinkError): Reason => reasonOf(linkKeys[code]);

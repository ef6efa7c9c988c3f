import { type RandomBytes, uniformBelow } from '../../core/privacy/random-integers.ts';

/** "Donate now": a sealed report leaves this long after the click, and can be cancelled until then. */
const clickDelayMs = 30_000;
/**
 * Longest delay of a report that was answered without a click; uniform, so that its time says nothing about the device.
 */
const longestDelayMs = 24 * 60 * 60 * 1000;
/** Answers that are not found by then are "none"; the rest of `sealLimitMs` is for storing the vote. */
export const answerLimitMs = 15_000;
/**
 * A report leaves this long after the drafts begin to be read, or later. Otherwise a slow answer would delay it (P4).
 */
export const sealLimitMs = 20_000;
/** A report that would leave later than this before its round closes is not made. */
const closingMarginMs = 60_000;

/** What starts a donation: the volunteer's click, or the extension by itself. */
export type Occasion = { readonly kind: 'click'; readonly at: number } | { readonly kind: 'by-itself' };

/**
 * Draws when the report of a round leaves, in milliseconds since 1970. It does not look at drafts (P4).
 *
 * @returns undefined when the round closes before a report could leave
 */
export function drawSendTime(
  occasion: Occasion,
  closesAt: number,
  now: number,
  random: RandomBytes,
): number | undefined {
  const latest = closesAt - closingMarginMs;
  const earliest = Math.max((occasion.kind === 'click' ? occasion.at : now) + clickDelayMs, now + sealLimitMs);
  if (earliest > latest) return undefined;
  if (occasion.kind === 'click') return earliest;
  return earliest + uniformBelow(Math.min(now + longestDelayMs, latest) - earliest + 1, random);
}

/** The send time of a donation that was interrupted before its vote was sealed; moved when too little time is left. */
export const resumedSendTime = (sendAt: number, now: number): number => Math.max(sendAt, now + sealLimitMs);

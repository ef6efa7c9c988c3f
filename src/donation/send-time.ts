import type { StudyId } from '../../core/ids.ts';
import { type RandomBytes, uniformBelow } from '../../core/privacy/random-integers.ts';

/** "Donate now": a sealed report leaves this long after the click, and can be cancelled until then. */
const clickDelayMs = 30_000;
/**
 * Longest delay of a report that was answered without a click; uniform, so that its time says nothing about the
 * device.
 */
const longestDelayMs = 24 * 60 * 60 * 1000;
/** A round is answered by itself this long after its texts came, with or without drafts (P8). */
export const readingTimeMs = 24 * 60 * 60 * 1000;
/** The time box: all work of a donation that depends on drafts. What is not answered by its end is "none". */
export const boxMs = 15_000;
/**
 * A report leaves this long after the time box began, or later: the rest is for storing the votes. Otherwise slow
 * answers would delay it (P4).
 */
export const sealLimitMs = 20_000;
/** A report that would leave later than this before its round closes is not made. */
const closingMarginMs = 60_000;

/** What starts a donation: the volunteer's click, or the extension by itself. */
export type Occasion = { readonly kind: 'click'; readonly at: number } | { readonly kind: 'by-itself' };

/**
 * Draws when the report of a round leaves, in milliseconds since 1970. It does not look at drafts (P4).
 *
 * @param lastMoment when the round closes or its study ends
 * @param now when the time box begins
 * @returns undefined when there is no time left for a report
 */
export function drawSendTime(
  occasion: Occasion,
  lastMoment: number,
  now: number,
  random: RandomBytes,
): number | undefined {
  const latest = lastMoment - closingMarginMs;
  const earliest = Math.max((occasion.kind === 'click' ? occasion.at : now) + clickDelayMs, now + sealLimitMs);
  // A clock that was set back since the click must not keep the report waiting.
  if (occasion.kind === 'click' && occasion.at > now)
    return drawSendTime({ ...occasion, at: now }, lastMoment, now, random);
  if (earliest > latest) return undefined;
  if (occasion.kind === 'click') return earliest;
  return earliest + uniformBelow(Math.min(now + longestDelayMs, latest) - earliest + 1, random);
}

/**
 * Draws the send times of one donation. A click sends the reports of one study, drawn by chance; those of other
 * studies leave at times of their own, so that nobody sees which studies one device has joined (P10).
 */
export function drawSendTimes(
  occasion: Occasion,
  rounds: readonly { readonly study: StudyId; readonly lastMoment: number }[],
  now: number,
  random: RandomBytes,
): (number | undefined)[] {
  const studies = [...new Set(rounds.map(({ study }) => study))];
  const clicked = studies.length > 0 ? studies[uniformBelow(studies.length, random)] : undefined;
  return rounds.map(({ study, lastMoment }) =>
    drawSendTime(study === clicked ? occasion : { kind: 'by-itself' }, lastMoment, now, random),
  );
}

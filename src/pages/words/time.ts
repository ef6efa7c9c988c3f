import { say, speaker } from '../../language/say.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const units = [
  { unit: 'second', ms: secondMs, below: 60 },
  { unit: 'minute', ms: minuteMs, below: 60 },
  { unit: 'hour', ms: hourMs, below: 48 },
] as const;

/** A length of time in the smallest unit that keeps it readable. */
function inUnits(durationMs: number): {
  readonly amount: number;
  readonly unit: (typeof units)[number]['unit'] | 'day';
} {
  for (const { unit, ms, below } of units) {
    const amount = Math.round(durationMs / ms);
    if (amount < below) return { amount: Math.max(1, amount), unit };
  }
  return { amount: Math.round(durationMs / dayMs), unit: 'day' };
}

/** "25 seconds", "12 minutes", "3 hours", "2 days". */
export function durationInWords(durationMs: number): string {
  const { amount, unit } = inUnits(durationMs);
  return say(`time_${unit}s`, { count: amount });
}

/**
 * The first moment after `now` at which the words of this page for one of `moments` change, be it ahead or over.
 * Amounts are rounded, so they change halfway between two of them.
 */
export function nextWords(moments: readonly number[], now: number): number | undefined {
  return moments.length === 0 ? undefined : Math.min(...moments.map((at) => nextWordsFor(at, now)));
}

function nextWordsFor(at: number, now: number): number {
  const far = Math.abs(at - now);
  const smallerUnits = units.filter(({ ms, below }) => Math.round(far / ms) >= below);
  const unitMs = units[smallerUnits.length]?.ms ?? dayMs;
  const halves = far / unitMs - 0.5;
  if (at > now) {
    const smaller = smallerUnits.at(-1);
    const smallest = smaller ? (smaller.below - 0.5) * smaller.ms : 0;
    const change = Math.max(smallest, (Math.floor(halves) + 0.5) * unitMs);
    return change === 0 ? at : at - change + 1;
  }
  const next = at + (Math.floor(halves) + 1.5) * unitMs;
  return far < minuteMs ? Math.min(next, at + minuteMs) : next;
}

/** Languages decline an amount after "in" and before "ago": the browser knows how. */
const relative = new Intl.RelativeTimeFormat(speaker.locale);

/** "in 12 minutes", of a moment that is to come. */
export function aheadInWords(at: number, now: number): string {
  const { amount, unit } = inUnits(at - now);
  return relative.format(amount, unit);
}

/** When a waiting report leaves, seen from `now`: "leaves in 12 minutes"; that it is due; or that a pause holds it. */
export function dueInWords(sendAt: number, now: number, paused = false): string {
  if (paused) return say('time_held');
  if (sendAt <= now) return say('time_due');
  return say('time_leaves', { when: aheadInWords(sendAt, now) });
}

/** "just now", "12 minutes ago", "3 days ago". */
export function agoInWords(at: number, now: number): string {
  if (now - at < minuteMs) return say('time_now');
  const { amount, unit } = inUnits(now - at);
  return relative.format(-amount, unit);
}

const dateAndTime = new Intl.DateTimeFormat(speaker.locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const date = new Intl.DateTimeFormat(speaker.locale, { dateStyle: 'long' });

/** "24 Nov 2026, 23:31", in the volunteer's time zone. */
export const momentInWords = (at: number): string => dateAndTime.format(at);

/** "31 December 2027", in the volunteer's time zone. */
export const dateInWords = (at: number): string => date.format(at);

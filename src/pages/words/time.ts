const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

const units = [
  { unit: 'second', ms: secondMs, below: 60 },
  { unit: 'minute', ms: minuteMs, below: 60 },
  { unit: 'hour', ms: hourMs, below: 48 },
] as const;

/** A length of time in the smallest unit that keeps it readable: "25 seconds", "12 minutes", "3 hours", "2 days". */
export function durationInWords(durationMs: number): string {
  for (const { unit, ms, below } of units) {
    const amount = Math.round(durationMs / ms);
    if (amount < below) return count(Math.max(1, amount), unit);
  }
  return count(Math.round(durationMs / dayMs), 'day');
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
    const change = Math.max(smallest, (Math.ceil(halves) - 0.5) * unitMs);
    return change === 0 ? at : at - change + 1;
  }
  const next = at + (Math.floor(halves) + 1.5) * unitMs;
  return far < minuteMs ? Math.min(next, at + minuteMs) : next;
}

/** When a waiting report leaves, seen from `now`: "leaves in 12 minutes", or that it is due. */
export const dueInWords = (sendAt: number, now: number): string =>
  sendAt <= now ? 'due now; leaves as soon as the server can be reached' : `leaves in ${durationInWords(sendAt - now)}`;

/** "just now", "12 minutes ago", "3 days ago". */
export const agoInWords = (at: number, now: number): string =>
  now - at < minuteMs ? 'just now' : `${durationInWords(now - at)} ago`;

const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** "24 Nov 2026, 23:31", in the volunteer's time zone. */
export const momentInWords = (at: number): string => dateAndTime.format(at);

/** "31 December 2027", in the volunteer's time zone. */
export const dateInWords = (at: number): string => date.format(at);

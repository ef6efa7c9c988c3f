import { type Caps, type Charge, summarise, windowMs } from '../../../core/privacy/ledger.ts';

/** What the volunteer's budget of 30 days looks like at one moment; all amounts are epsilon. */
export interface Budget {
  readonly cap: number;
  readonly used: number;
  /** What may still be spent; 0 when more was used than the cap allows now. */
  readonly free: number;
  /** Most votes of the largest size that fit into what is free; undefined where nothing may be spent at all. */
  readonly votes: number | undefined;
  /** When what was used becomes free again, the next day first; charges of one day together. */
  readonly frees: readonly { readonly at: number; readonly epsilon: number }[];
}

/** Rounding of sums that are shown: what is smaller is no amount. */
const shown = (epsilon: number): number => Number(epsilon.toFixed(6));

/**
 * The budget by the ledger's own sums.
 *
 * @param dayOf names the day of a time, in the volunteer's time zone
 * @returns undefined when the ledger cannot be read
 */
export function budgetOf(
  charges: readonly Charge[],
  { perReport, window: cap }: Caps,
  now: number,
  dayOf: (at: number) => string,
): Budget | undefined {
  const summary = summarise(charges, now);
  if ('unreadable' in summary) return undefined;
  const used = shown(summary.window);
  const free = shown(Math.max(0, cap - summary.window));
  const days = new Map<string, { at: number; epsilon: number }>();
  for (const { at, epsilon } of charges) {
    // A charge counts for the last time at the very end of its 30 days.
    const freeAt = at + windowMs + 1;
    if (freeAt <= now) continue;
    const day = dayOf(freeAt);
    const before = days.get(day);
    // What is promised for a day is free by its last charge.
    days.set(day, { at: Math.max(before?.at ?? 0, freeAt), epsilon: shown((before?.epsilon ?? 0) + epsilon) });
  }
  const largest = Math.min(perReport, cap);
  return {
    cap,
    used,
    free,
    votes: largest > 0 ? Math.floor(shown(free / largest)) : undefined,
    frees: [...days.values()].sort((a, b) => a.at - b.at),
  };
}

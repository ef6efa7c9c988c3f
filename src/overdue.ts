import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/** Something due is overdue after this time: the device slept, or was off. */
const overdueMs = 2 * minuteMs;
/** Longest delay that something overdue gets. Devices that are awake for an hour a day still come to it. */
const longestNewDelayMs = hourMs;
/** No due time lies further ahead than this when it is drawn. */
export const farthestMs = 25 * hourMs;

/** Whether a stored due time was missed, or comes from a clock that was wrong then. */
export const isOverdue = (dueAt: number, now: number): boolean => dueAt < now - overdueMs || dueAt > now + farthestMs;

/**
 * A new due time for what is overdue, so that a device that wakes up does not send everything in that moment (P10). It
 * depends on chance and on the clock, and on nothing else.
 */
export const drawNewDueTime = (now: number, random: RandomBytes): number =>
  now + uniformBelow(longestNewDelayMs + 1, random);

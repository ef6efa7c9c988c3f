import { type RandomBytes, uniformBelow } from '../../core/privacy/random-integers.ts';
import type { Device } from '../device.ts';
import { drawNewDueTime, isOverdue } from '../overdue.ts';
import type { Database } from '../storage/database.ts';

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/** From joining to the first look, which brings the texts that can be read before anything is answered. */
export const firstLook = { shortestMs: 10 * minuteMs, longestMs: 2 * hourMs } as const;
/** Between two looks. Each interval is drawn anew, and drafts have no part in it: no rhythm names a device (P10). */
export const nextLook = { shortestMs: 3 * hourMs, longestMs: 9 * hourMs } as const;

/** A time in a span from now, both ends included. */
const drawIn = (
  now: number,
  { shortestMs, longestMs }: typeof firstLook | typeof nextLook,
  random: RandomBytes,
): number => now + shortestMs + uniformBelow(longestMs - shortestMs + 1, random);

/** When the rounds are looked at next, in milliseconds since 1970; null while no study is joined. */
export const nextCheckAt = async (database: Database): Promise<number | null> =>
  (await database.get('schedule', 'schedule'))?.nextCheckAt ?? null;

/** Draws the first look when a study has been joined and none was to come. */
export async function startChecks({
  database,
  now,
  random,
}: Pick<Device, 'database' | 'now' | 'random'>): Promise<void> {
  const transaction = database.transaction(['schedule', 'studies'], 'readwrite');
  const studies = await transaction.objectStore('studies').getAll();
  const schedule = transaction.objectStore('schedule');
  const stored = (await schedule.get('schedule'))?.nextCheckAt ?? null;
  if (stored === null && studies.some(({ state }) => state === 'joined')) {
    await schedule.put({ nextCheckAt: drawIn(now(), firstLook, random) }, 'schedule');
  }
  await transaction.done;
}

/** Ends looking with the last joined study. */
export async function endChecks(database: Database): Promise<void> {
  const transaction = database.transaction(['schedule', 'studies'], 'readwrite');
  const studies = await transaction.objectStore('studies').getAll();
  if (!studies.some(({ state }) => state === 'joined')) {
    await transaction.objectStore('schedule').put({ nextCheckAt: null }, 'schedule');
  }
  await transaction.done;
}

/**
 * Whether the rounds are to be looked at now; stores the next time before, so that a look that is stopped does not
 * repeat at once. One that is overdue gets a new time instead.
 */
export async function takeCheck({
  database,
  now,
  random,
}: Pick<Device, 'database' | 'now' | 'random'>): Promise<boolean> {
  const transaction = database.transaction('schedule', 'readwrite');
  const due = (await transaction.store.get('schedule'))?.nextCheckAt ?? null;
  const at = now();
  const overdue = due !== null && isOverdue(due, at);
  const taken = due !== null && due <= at && !overdue;
  if (overdue) await transaction.store.put({ nextCheckAt: drawNewDueTime(at, random) }, 'schedule');
  else if (taken) await transaction.store.put({ nextCheckAt: drawIn(at, nextLook, random) }, 'schedule');
  await transaction.done;
  return taken;
}

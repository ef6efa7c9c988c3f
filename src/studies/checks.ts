import type { Database } from '../storage/database.ts';
import { joinedStudies } from './study-store.ts';

/**
 * How long after joining a study is first answered by itself, with or without drafts. Before that there are few drafts.
 */
export const firstAnswerMs = 24 * 60 * 60 * 1000;
/**
 * How often rounds are looked at. It is the same for every device, so the rhythm of requests says nothing about drafts.
 */
const checkPeriodMs = 6 * 60 * 60 * 1000;

/** When the rounds are looked at next, in milliseconds since 1970; null while no study is joined. */
export const nextCheckAt = async (database: Database): Promise<number | null> =>
  (await database.get('schedule', 'schedule'))?.nextCheckAt ?? null;

/** Starts the rhythm with the first joined study and ends it with the last. */
export async function adjustChecks(database: Database, now: number): Promise<void> {
  const joined = (await joinedStudies(database)).length > 0;
  const stored = await nextCheckAt(database);
  const adjusted = joined ? (stored ?? now + firstAnswerMs) : null;
  if (adjusted !== stored) await database.put('schedule', { nextCheckAt: adjusted }, 'schedule');
}

/**
 * Whether the rounds are to be looked at now; stores the next time before, so that a check that is stopped does not
 * repeat at once.
 */
export async function takeCheck(database: Database, now: number): Promise<boolean> {
  const transaction = database.transaction('schedule', 'readwrite');
  const due = (await transaction.store.get('schedule'))?.nextCheckAt ?? null;
  const taken = due !== null && due <= now;
  if (taken) await transaction.store.put({ nextCheckAt: now + checkPeriodMs }, 'schedule');
  await transaction.done;
  return taken;
}

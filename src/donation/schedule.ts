import type { Database } from '../database.ts';
import type { Device } from './device.ts';
import { firstAnswerMs, unsealedRounds } from './donate.ts';
import { readSettings } from './settings-store.ts';
import { joinedStudies } from './study-store.ts';

/** Rounds are looked at this often, whatever the device holds: the rhythm of requests says nothing about drafts. */
const checkPeriodMs = 6 * 60 * 60 * 1000;
/** An interrupted donation is taken up again after this time, unless something wakes the background earlier. */
const resumeDelayMs = 60_000;

const nextCheckAt = async (database: Database): Promise<number | null> =>
  (await database.get('schedule', 'schedule'))?.nextCheckAt ?? null;

/** Starts the rhythm with the first joined study and ends it with the last. */
export async function adjustChecks(database: Database, now: number): Promise<void> {
  const joined = (await joinedStudies(database)).length > 0;
  const stored = await nextCheckAt(database);
  const adjusted = joined ? (stored ?? now + firstAnswerMs) : null;
  if (adjusted !== stored) await database.put('schedule', { nextCheckAt: adjusted }, 'schedule');
}

/** Whether the rounds are to be looked at now; stores the next time before, so that a check that is stopped does not repeat at once. */
export async function takeCheck(database: Database, now: number): Promise<boolean> {
  const transaction = database.transaction('schedule', 'readwrite');
  const due = (await transaction.store.get('schedule'))?.nextCheckAt ?? null;
  const taken = due !== null && due <= now;
  if (taken) await transaction.store.put({ nextCheckAt: now + checkPeriodMs }, 'schedule');
  await transaction.done;
  return taken;
}

/** When the background must be awake next, from what is stored; undefined when nothing waits. */
export async function nextDueTime(device: Device): Promise<number | undefined> {
  const { database } = device;
  if ((await readSettings(database)).paused) return undefined;
  const check = await nextCheckAt(database);
  const cursor = await database.transaction('outbox').store.index('sendAt').openCursor();
  const unsealed = (await unsealedRounds(device)).length > 0;
  const times = [check, cursor?.value.sendAt, unsealed ? device.now() + resumeDelayMs : undefined];
  return times.reduce<number | undefined>(
    (first, time) => (typeof time === 'number' && !(first !== undefined && first <= time) ? time : first),
    undefined,
  );
}

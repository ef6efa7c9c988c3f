import type { Device } from '../device.ts';
import { readSettings } from '../storage/settings-store.ts';
import { nextCheckAt } from '../studies/checks.ts';
import { unsealedRounds } from './donate.ts';

/** An interrupted donation is taken up again after this time, unless something wakes the background earlier. */
const resumeDelayMs = 60_000;

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

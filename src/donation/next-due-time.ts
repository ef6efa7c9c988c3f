import type { Device } from '../device.ts';
import { farthestMs } from '../overdue.ts';
import { readSettings } from '../storage/settings-store.ts';
import { nextCheckAt } from '../studies/checks.ts';
import { unsealedRounds } from './seal-round.ts';
import { boxMs } from './send-time.ts';

/** What could not be sealed at its time is tried again after this one. */
const againMs = 60_000;

/** When the background must be awake next, from what is stored; undefined when nothing waits. */
export async function nextDueTime(device: Device): Promise<number | undefined> {
  const { database } = device;
  if ((await readSettings(database)).paused) return undefined;
  const now = device.now();
  const check = await nextCheckAt(database);
  const index = database.transaction('outbox').store.index('sendAt');
  const [first, last] = [await index.openCursor(), await index.openCursor(null, 'prev')];
  const stored = [check, first?.value.sendAt, last?.value.sendAt]
    .filter((time) => typeof time === 'number')
    // What lies too far ahead was read from a clock that was wrong then: it gets a new time now.
    .map((time) => (time > now + farthestMs ? now : time));
  const unsealed = (await unsealedRounds(device)).flatMap(({ sendAt, boxStartedAt = now }) =>
    // An interrupted donation is finished when its box is over, and at the latest when its report leaves.
    [boxStartedAt + boxMs, sendAt ?? now].map((time) => (time > now && time < now + againMs ? time : now + againMs)),
  );
  const times = [...stored, ...unsealed];
  return times.length === 0 ? undefined : Math.min(...times);
}

import browser from 'webextension-polyfill';
import { randomBlocks } from '../../core/privacy/random-blocks.ts';
import type { Device } from '../device.ts';
import { donate, resumeDonation } from '../donation/donate.ts';
import { nextDueTime } from '../donation/next-due-time.ts';
import type { RoundOutcome } from '../donation/round-outcome.ts';
import type { Occasion } from '../donation/send-time.ts';
import { expireDrafts } from '../drafts/draft-store.ts';
import { embedTexts, releaseModel } from '../embedding/embed-texts.ts';
import { mayRequest } from '../network/header-rule.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { sendDue } from '../reports/outbox.ts';
import { openDatabase } from '../storage/database.ts';
import { readSettings } from '../storage/settings-store.ts';
import { takeCheck } from '../studies/checks.ts';
import { releaseIfUnused } from './server-permissions.ts';

const alarmName = 'due';
const donating = oneAtATime();
const sending = oneAtATime();
const arming = oneAtATime();

let opened: Promise<Device> | undefined;
let stop = new AbortController();

/** The real device, opened once for each life of the background. */
export function openDevice(): Promise<Device> {
  opened ??= openDatabase().then((database) => ({
    database,
    random: randomBlocks((length) => crypto.getRandomValues(new Uint8Array(length))),
    now: () => Date.now(),
    network: { fetch: (input, init) => fetch(input, init), mayRequest },
    embed: embedTexts,
  }));
  return opened;
}

/** Aborts what is under way. Nothing that began before a pause, leaving or erasing may go on after it. */
export function stopWork(): void {
  stop.abort();
  stop = new AbortController();
}

/** One donation; the model leaves the memory after it. */
export function runDonation(occasion: Occasion): Promise<RoundOutcome[]> {
  const { signal } = stop;
  return donating(async () => {
    guardWork();
    const device = await openDevice();
    try {
      return await donateAndRelease(device, occasion, signal);
    } finally {
      await releaseModel();
      await armAlarm();
    }
  });
}

/** Gives back the permissions that only a withdrawn study needed. */
async function donateAndRelease(device: Device, occasion: Occasion, signal: AbortSignal): Promise<RoundOutcome[]> {
  const outcomes = await donate(device, occasion, signal);
  for (const outcome of outcomes) {
    if (outcome.kind === 'withdrawn') await releaseIfUnused(device.database, outcome.server);
  }
  return outcomes;
}

/** Does all that is due, from what is stored; called at every start of the background and by the alarm. */
export async function runDue(): Promise<void> {
  guardWork();
  const device = await openDevice();
  const { signal } = stop;
  await expireDrafts(device.database, device.now());
  if (!(await readSettings(device.database)).paused) {
    await sending(() => sendDue(device, signal));
    await donating(async () => {
      try {
        await resumeDonation(device, signal);
        if (await takeCheck(device.database, device.now()))
          await donateAndRelease(device, { kind: 'by-itself' }, signal);
      } finally {
        await releaseModel();
      }
    });
  }
  await armAlarm();
}

/**
 * Wakes the background again if the browser stops it in its work. The alarm that started the work is used up, so
 * another one is set for a minute from now, and every minute after. `armAlarm` replaces it when the work is done.
 */
function guardWork(): void {
  browser.alarms.create(alarmName, { delayInMinutes: 1, periodInMinutes: 1 });
}

/**
 * Sets the one alarm to the earliest due time in the stores. Calls run one after the other, so that an older reading
 * never replaces a newer one.
 */
export function armAlarm(): Promise<void> {
  return arming(async () => {
    const when = await nextDueTime(await openDevice());
    if (when === undefined) await browser.alarms.clear(alarmName);
    else browser.alarms.create(alarmName, { when: Math.max(when, Date.now()) });
  });
}

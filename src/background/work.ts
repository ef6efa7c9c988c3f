import browser from 'webextension-polyfill';
import { randomBlocks } from '../../core/privacy/random-blocks.ts';
import { permissionFor } from '../browser.ts';
import type { Device, RoundKey } from '../device.ts';
import { type Donation, donateByItself, donateChosen, prepareRounds } from '../donation/donate.ts';
import { nextDueTime } from '../donation/next-due-time.ts';
import { beginStep, endStep, type StepEnd } from '../donation/progress.ts';
import type { RoundOutcome } from '../donation/round-outcome.ts';
import { sealLeftOver } from '../donation/seal-round.ts';
import { expireDrafts } from '../drafts/draft-store.ts';
import { embedTexts, prepareAnswers, releaseModel } from '../embedding/embed-texts.ts';
import { mayRequest } from '../network/header-rule.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { sendDue } from '../reports/outbox.ts';
import { sharedDatabase } from '../storage/database.ts';
import { readSettings } from '../storage/settings-store.ts';
import { takeCheck } from '../studies/checks.ts';
import { showBadge } from './badge.ts';
import { leaveUnreachable, releaseIfUnused } from './server-permissions.ts';

/** Rings at the earliest stored due time. Nothing but those times moves it. */
const dueAlarm = 'due';
/** Rings while the background is at work, in case the browser stops it. */
const guardAlarm = 'guard';
const donating = oneAtATime();
const sending = oneAtATime();
const arming = oneAtATime();

const database = sharedDatabase();
const random = randomBlocks((length) => crypto.getRandomValues(new Uint8Array(length)));
let stop = new AbortController();

/** The real device. Its database is opened once, and again when that failed or the browser closed it. */
export async function openDevice(): Promise<Device> {
  return {
    database: await database(),
    random,
    now: () => Date.now(),
    network: { fetch: (input, init) => fetch(input, init), mayRequest },
    permission: permissionFor,
    embed: embedTexts,
    prepareAnswers,
    arm: async () => {
      await armAlarm();
      // Not awaited: no work on drafts waits for it.
      void showState();
    },
  };
}

/** Shows on the toolbar button how things stand now. */
export const showState = async (): Promise<void> => showBadge(await database());

/** Aborts what is under way. Nothing that began before a pause, leaving or erasing may go on after it. */
export function stopWork(): void {
  stop.abort();
  stop = new AbortController();
}

/** Ends with `stopWork`. */
export const untilStopped = (): AbortSignal => stop.signal;

/** Fetches and checks what is asked, for the volunteer to read and choose; reads no draft. */
export async function lookForRounds(): Promise<Looked> {
  const { signal } = stop;
  const { database, now } = await openDevice();
  const step = await beginStep(database, 'looking', [], now());
  const looking = guarded(() =>
    donating(async () => {
      const device = await openDevice();
      try {
        const { ready, outcomes } = await prepareRounds(device, signal);
        await releaseWithdrawn(device, outcomes);
        return { rounds: ready.map(({ record: { study, round } }) => ({ study, round })), outcomes };
      } finally {
        await releaseModel();
        await armAlarm();
      }
    }),
  );
  return noteEnd(step, signal, looking, ({ rounds, outcomes }) => ({
    stage: rounds.length > 0 ? 'asking' : 'ended',
    rounds,
    outcomes,
  }));
}

/** Rounds that can be answered, and what became of the others. */
interface Looked {
  readonly rounds: RoundKey[];
  readonly outcomes: readonly RoundOutcome[];
}

/** Answers the rounds that the volunteer chose at the moment `at`; resolves as soon as their votes are sealed. */
export async function runDonation(at: number, chosen: readonly RoundKey[]): Promise<readonly RoundOutcome[]> {
  const { signal } = stop;
  const step = await beginStep((await openDevice()).database, 'answering', chosen, at);
  const answering = new Promise<readonly RoundOutcome[]>((resolve, reject) => {
    guarded(() =>
      donating(async () => {
        const device = await openDevice();
        await sealLeftOver(device, signal);
        await boxed(device, async () => {
          const donation = await donateChosen(device, at, chosen, signal);
          resolve(donation.outcomes);
          return donation;
        });
      }),
    ).catch(reject);
  });
  return noteEnd(step, signal, answering, (outcomes) => ({ stage: 'ended', outcomes }));
}

/** Stores how a step ended, or that it was stopped or failed. A failure to store it does not undo what was done. */
async function noteEnd<Result>(
  step: string,
  signal: AbortSignal,
  work: Promise<Result>,
  endOf: (result: Result) => StepEnd,
): Promise<Result> {
  const end = await work.then(endOf, (): StepEnd => ({ stage: 'failed' }));
  await database()
    .then((stores) => endStep(stores, step, signal.aborted ? { stage: 'stopped' } : end))
    .catch(() => {});
  return work;
}

/**
 * One donation, and the rest of its time box: what waits for its turn must not begin when the answers happened to be
 * found. The model leaves the memory before.
 */
async function boxed(device: Device, donate: () => Promise<Donation>): Promise<void> {
  let busyUntil: number | undefined;
  try {
    const donation = await donate();
    busyUntil = donation.busyUntil;
    await releaseWithdrawn(device, donation.outcomes);
  } finally {
    await releaseModel();
    await armAlarm();
  }
  const restMs = (busyUntil ?? 0) - device.now();
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(restMs, longestRestMs)));
}

/** Longest rest of a box, whatever the clock says meanwhile. */
const longestRestMs = 20_000;

/** Gives back the permissions that only a withdrawn study needed. */
async function releaseWithdrawn({ database }: Device, outcomes: readonly RoundOutcome[]): Promise<void> {
  for (const outcome of outcomes) if (outcome.kind === 'withdrawn') await releaseIfUnused(database, outcome.server);
}

/**
 * Does all that is due, from what is stored; called at every start of the background and by the alarms. Sending waits
 * for no donation, and comes before everything that takes longer with more drafts.
 */
export function runDue(): Promise<void> {
  const { signal } = stop;
  return guarded(async () => {
    const device = await openDevice();
    if (!(await readSettings(device.database)).paused) {
      await leaveUnreachable(device.database, device.now());
      await sending(async () => {
        await sealLeftOver(device, signal, device.now());
        await sendDue(device, signal);
      });
      await armAlarm();
      await donating(async () => {
        await sealLeftOver(device, signal);
        if (await takeCheck(device)) await boxed(device, () => donateByItself(device, signal));
      });
    }
    await armAlarm();
    await expireDrafts(device.database, device.now());
    await showState();
  });
}

let atWork = 0;

/**
 * Wakes the background again if the browser stops it in its work: the alarm that started the work is used up. The
 * guard is an alarm of its own, so it moves no due time; it stands for as long as anything is at work.
 */
async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  atWork++;
  if (atWork === 1) browser.alarms.create(guardAlarm, { delayInMinutes: 1, periodInMinutes: 1 });
  try {
    return await work();
  } finally {
    atWork--;
    if (atWork === 0) await browser.alarms.clear(guardAlarm);
  }
}

/**
 * Sets the one alarm to the earliest due time in the stores. Calls run one after the other, so that an older reading
 * never replaces a newer one. An alarm that stands at this time already is left alone: setting it again could move it.
 */
export function armAlarm(): Promise<void> {
  return arming(async () => {
    const when = await nextDueTime(await openDevice());
    if (when === undefined) await browser.alarms.clear(dueAlarm);
    else if ((await browser.alarms.get(dueAlarm))?.scheduledTime !== when) {
      browser.alarms.create(dueAlarm, { when: Math.max(when, Date.now()) });
    }
  });
}

import type { RoundKey } from '../device.ts';
import type { Database } from '../storage/database.ts';
import type { DonationProgress, RoundOutcome } from '../storage/donation-progress.ts';

const key = 'donationProgress';

/** Steps that this run of the background has begun; what was at work in an earlier run is at work no more. */
const begun = new Set<string>();

const isAtWork = ({ stage }: DonationProgress): boolean => stage === 'looking' || stage === 'answering';

/** Progress is shown for so long after the click; questions wait as long for an answer. */
const shownForMs = 24 * 60 * 60 * 1000;

/** How far the last "Donate now" has come; undefined when there is nothing to show. */
export async function readProgress(database: Database, now: number): Promise<DonationProgress | undefined> {
  const progress = await database.get('donationProgress', key);
  return progress && (isAtWork(progress) || Math.abs(now - progress.since) < shownForMs) ? progress : undefined;
}

/** Changes the stored progress in one transaction; undefined leaves it as it is. */
async function change(
  database: Database,
  changed: (before: DonationProgress | undefined) => DonationProgress | undefined,
): Promise<void> {
  const transaction = database.transaction('donationProgress', 'readwrite');
  const after = changed(await transaction.store.get(key));
  if (after) await transaction.store.put(after, key);
  await transaction.done;
}

/**
 * Notes that a click has begun something, in the place of what an earlier one did; returns the name of this step. Of
 * two clicks on "Answer" the first one is shown: it gets the votes.
 */
export async function beginStep(
  database: Database,
  stage: 'looking' | 'answering',
  rounds: readonly RoundKey[],
  now: number,
): Promise<string> {
  const step = crypto.randomUUID();
  begun.add(step);
  await change(database, (before) => {
    if (stage === 'answering' && before?.stage === 'answering' && begun.has(before.step)) return undefined;
    // What looking has found out of other rounds is still news.
    const outcomes = stage === 'answering' && before?.stage === 'asking' ? before.outcomes : [];
    return { step, stage, since: now, rounds, outcomes };
  });
  return step;
}

export interface StepEnd {
  readonly stage: 'asking' | 'ended' | 'stopped' | 'failed';
  readonly rounds?: readonly RoundKey[];
  readonly outcomes?: readonly RoundOutcome[];
}

/** Notes how a step ended, unless it was erased, or another click came, meanwhile. */
export const endStep = (database: Database, step: string, end: StepEnd): Promise<void> =>
  change(database, (before) =>
    before?.step === step ? { ...before, ...end, outcomes: [...before.outcomes, ...(end.outcomes ?? [])] } : undefined,
  );

const isOfEarlierRun = (progress: DonationProgress): boolean => isAtWork(progress) && !begun.has(progress.step);

/** At the start of the background: what an earlier run was at work on was stopped with it. */
export async function noteStopped(database: Database): Promise<void> {
  const progress = await database.get('donationProgress', key);
  // Mostly there is nothing to note, and pages need not hear of a change.
  if (!progress || !isOfEarlierRun(progress)) return;
  await change(database, (before) => (before && isOfEarlierRun(before) ? { ...before, stage: 'stopped' } : undefined));
}

/** The volunteer has read it, or wants no answer now. What is at work goes on, and stays. */
export async function forgetProgress(database: Database): Promise<void> {
  const transaction = database.transaction('donationProgress', 'readwrite');
  const progress = await transaction.store.get(key);
  if (progress && !isAtWork(progress)) await transaction.store.delete(key);
  await transaction.done;
}

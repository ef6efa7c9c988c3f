import { ChangedModel } from '../../core/embedding/model.ts';
import { shuffled } from '../../core/privacy/shuffled.ts';
import { type Device, type FoundAnswer, noneOf, type RoundKey } from '../device.ts';
import { reasonOf } from '../refusal.ts';
import type { RoundRecord } from '../storage/database.ts';
import { joinedStudies } from '../studies/study-store.ts';
import { noteBoxEnd } from './box-ends.ts';
import { prepareStudy, type ReadyRound, storedReady } from './prepare.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';
import { sealRound } from './seal-round.ts';
import { boxMs, type Occasion, readingTimeMs, sealLimitMs } from './send-time.ts';
import { answerInBox, openBox } from './time-box.ts';

/** Longest time for loading the model and the material, before the box opens. */
const loadLimitMs = 60_000;

export interface Donation {
  readonly outcomes: readonly RoundOutcome[];
  /**
   * Nothing else may begin before this moment: what began when the answers were found would tell how long that took.
   * Undefined when no draft was read.
   */
  readonly busyUntil: number | undefined;
}

/** The open rounds whose texts are on this device, checked, and what became of the others. */
export interface Prepared {
  readonly ready: readonly ReadyRound[];
  readonly outcomes: readonly RoundOutcome[];
}

/** Fetches and checks what the joined studies ask, with and without drafts alike. */
export async function prepareRounds(device: Device, signal: AbortSignal): Promise<Prepared> {
  const ready: ReadyRound[] = [];
  const outcomes: RoundOutcome[] = [];
  for (const study of await joinedStudies(device.database)) {
    const prepared = await prepareStudy(device, study, signal);
    ready.push(...prepared.ready);
    outcomes.push(...prepared.outcomes);
  }
  return { ready, outcomes };
}

/** Answers, without a click, every open round whose texts could be read for a day. */
export async function donateByItself(device: Device, signal: AbortSignal): Promise<Donation> {
  const { ready, outcomes } = await prepareRounds(device, signal);
  const readable = ready.filter(({ record }) => (record.textsCameAt ?? device.now()) <= device.now() - readingTimeMs);
  const donation = await answerReady(device, { kind: 'by-itself' }, readable, signal);
  return { ...donation, outcomes: [...outcomes, ...donation.outcomes] };
}

/** Answers rounds that the volunteer chose after they were prepared; `at` is when she clicked. */
export async function donateChosen(
  device: Device,
  at: number,
  chosen: readonly RoundKey[],
  signal: AbortSignal,
): Promise<Donation> {
  const { ready, outcomes } = await storedReady(device.database, chosen);
  const donation = await answerReady(device, { kind: 'click', at }, ready, signal);
  return { ...donation, outcomes: [...outcomes, ...donation.outcomes] };
}

/**
 * Answers rounds inside one time box (ARCHITECTURE.md). Before it opens, all that can be loaded is loaded, and the
 * rounds and their send times are stored; then drafts are read, in a worker, and what is not answered when it ends is
 * "none".
 */
export async function answerReady(
  device: Device,
  occasion: Occasion,
  ready: readonly ReadyRound[],
  signal: AbortSignal,
): Promise<Donation> {
  if (ready.length === 0) return { outcomes: [], busyUntil: undefined };
  // In random order, so that no round is favoured when the time runs out; rounds of one model follow one another.
  const order = byModel(shuffled(ready, device.random));
  const answerRounds = await device
    .prepareAnswers(
      order.map(({ record }) => keyOf(record)),
      AbortSignal.any([signal, AbortSignal.timeout(loadLimitMs)]),
    )
    .catch((error: unknown) =>
      reasonOf(error instanceof ChangedModel ? 'reason_model_changed' : 'reason_model_not_loaded'),
    );
  if (typeof answerRounds !== 'function') {
    return { outcomes: ready.map(({ record }) => skipped(record, answerRounds)), busyUntil: undefined };
  }
  const { startedAt, rounds, outcomes } = await openBox(device, occasion, order);
  if (rounds.length === 0) return { outcomes, busyUntil: undefined };
  await device.arm();
  const sealed: RoundOutcome[] = [];
  const open = new Map(rounds.map((record) => [record.round, record]));
  let sealing: Promise<void> = Promise.resolve();
  const sealNext = (record: RoundRecord, answer: Parameters<typeof sealRound>[2]): void => {
    open.delete(record.round);
    sealing = sealing.then(async () => {
      // Stopped from outside (paused, left, erased): nothing more is stored.
      if (!signal.aborted) sealed.push(await sealRound(device, record, answer));
    });
  };
  const found = ({ round, ...answer }: FoundAnswer): void => {
    const record = open.get(round);
    if (record) sealNext(record, answer);
  };
  const end = await answerInBox(answerRounds, rounds.map(keyOf), startedAt + boxMs - device.now(), found, signal);
  for (const record of [...open.values()]) sealNext(record, noneOf(record.signed.document));
  await sealing;
  await noteBoxEnd(device.database, end);
  return { outcomes: [...outcomes, ...sealed], busyUntil: startedAt + sealLimitMs };
}

/** The same rounds with those of one model side by side, so that no model is loaded twice. */
const byModel = (rounds: readonly ReadyRound[]): ReadyRound[] =>
  [...new Set(rounds.map(({ model }) => model))].flatMap((model) => rounds.filter((round) => round.model === model));

const keyOf = ({ study, round }: RoundKey): RoundKey => ({ study, round });

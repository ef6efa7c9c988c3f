import { decideCharge } from '../../core/privacy/ledger.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { hindrance, hindranceReason, lastMoment } from '../consent.ts';
import type { AnswerRounds, Device, FoundAnswer, Permission, RoundKey } from '../device.ts';
import { notChargedReason, readLedgerState } from '../ledger/ledger-store.ts';
import { reasonOf } from '../refusal.ts';
import type { RoundRecord } from '../storage/database.ts';
import type { BoxEnd } from './box-ends.ts';
import type { ReadyRound } from './prepare.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';
import { drawSendTimes, type Occasion } from './send-time.ts';

export interface OpenedBox {
  readonly startedAt: number;
  /** Rounds that will get a vote, whatever the drafts are, in the order in which they are answered. */
  readonly rounds: readonly RoundRecord[];
  readonly outcomes: readonly RoundOutcome[];
}

/**
 * Decides which rounds get a vote and when their reports leave, and stores both with the start of the box, in one
 * transaction. From here on nothing but the volunteer changes that: no draft was read so far (P4).
 */
export async function openBox(device: Device, occasion: Occasion, ready: readonly ReadyRound[]): Promise<OpenedBox> {
  const permissions = await permissionsFor(device, ready);
  const transaction = device.database.transaction(
    ['studies', 'rounds', 'charges', 'answeredRounds', 'settings'],
    'readwrite',
    { durability: 'strict' },
  );
  const state = await readLedgerState(transaction);
  const startedAt = device.now();
  const outcomes: RoundOutcome[] = [];
  const charges = [...state.ledger];
  const allowed: { record: RoundRecord; study: RoundRecord['study']; lastMoment: number }[] = [];
  for (const { record: prepared, server } of ready) {
    const study = await transaction.objectStore('studies').get(prepared.study);
    const record = await transaction.objectStore('rounds').get([prepared.study, prepared.round]);
    const permission = permissions.get(server) ?? 'no-host';
    const found = hindrance({ permission, paused: state.paused, study, round: record, server, now: startedAt });
    if (found !== undefined || !study || !record) {
      outcomes.push(skipped(prepared, hindranceReason(found ?? 'not-joined')));
      continue;
    }
    // Another donation has begun to answer it. It will seal a vote, or "none" will be sealed in its place.
    if (record.sendAt !== null) {
      outcomes.push({ kind: 'already-answered', study: record.study, round: record.round });
      continue;
    }
    const decision = decideCharge({
      ...state,
      ledger: charges,
      answeredRounds: state.answeredRounds + charges.length - state.ledger.length,
      study: record.study,
      round: record.round,
      epsilon: realisedEpsilon(record.signed.document.mechanism),
      now: startedAt,
    });
    if (decision.kind === 'refused') {
      outcomes.push(skipped(record, notChargedReason(decision.reason)));
      continue;
    }
    charges.push(decision.charge);
    allowed.push({ record, study: record.study, lastMoment: lastMoment(study, record) });
  }
  const times = drawSendTimes(occasion, allowed, startedAt, device.random);
  const rounds: RoundRecord[] = [];
  for (const [position, { record }] of allowed.entries()) {
    const sendAt = times[position];
    if (sendAt === undefined) {
      outcomes.push(skipped(record, reasonOf('reason_closes_too_soon')));
      continue;
    }
    const timed = { ...record, sendAt, boxStartedAt: startedAt };
    await transaction.objectStore('rounds').put(timed);
    rounds.push(timed);
  }
  await transaction.done;
  return { startedAt, rounds, outcomes };
}

/** The permissions that consent rests on, asked before a transaction begins: no transaction waits for the browser. */
async function permissionsFor(
  device: Device,
  ready: readonly Pick<ReadyRound, 'server'>[],
): Promise<ReadonlyMap<string, Permission>> {
  const servers = [...new Set(ready.map(({ server }) => server))];
  return new Map(await Promise.all(servers.map(async (server) => [server, await device.permission(server)] as const)));
}

/**
 * Answers rounds for as long as the box is open, in a worker. Whatever the worker does, this ends with the box.
 *
 * @param limitMs what is left of the box
 * @param found gets each answer that comes in time
 */
export async function answerInBox(
  answerRounds: AnswerRounds,
  rounds: readonly RoundKey[],
  limitMs: number,
  found: (answer: FoundAnswer) => void,
  signal: AbortSignal,
): Promise<BoxEnd> {
  const box = new AbortController();
  const timer = setTimeout(() => box.abort(), limitMs);
  const ends = AbortSignal.any([signal, box.signal]);
  const answered = (answer: FoundAnswer): void => {
    if (!ends.aborted) found(answer);
  };
  try {
    await Promise.race([answerRounds(rounds, answered, ends), aborted(ends)]);
    return 'finished';
  } catch {
    if (signal.aborted) return 'stopped';
    return box.signal.aborted ? 'ran-out' : 'failed';
  } finally {
    clearTimeout(timer);
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });

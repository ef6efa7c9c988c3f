import { type Device, noneOf, type TrueAnswer } from '../device.ts';
import { isAnswered } from '../ledger/ledger-store.ts';
import { reasonOf } from '../refusal.ts';
import type { RoundRecord } from '../storage/database.ts';
import { changeRound } from '../studies/study-store.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';
import { seal } from './seal.ts';

/** Seals the answer of a round and says what became of it. */
export async function sealRound(device: Device, record: RoundRecord, answer: TrueAnswer): Promise<RoundOutcome> {
  const { study, round } = record;
  try {
    const sealed = await seal(device, record, answer);
    if (sealed.kind === 'sealed') return { kind: 'sealed', study, round, sendAt: sealed.sendAt };
    if (sealed.kind === 'already-answered') return { kind: 'already-answered', study, round };
    // A vote that only a pause keeps back is sealed as "none" after it, at the time that was drawn.
    const changes = sealed.paused ? { problem: sealed.reason } : { problem: sealed.reason, sendAt: null };
    await changeRound(device.database, record, changes);
    return skipped(record, sealed.reason);
  } catch {
    return skipped(record, reasonOf('reason_not_stored'));
  }
}

/**
 * Rounds whose send time was drawn but whose vote was not sealed: the background was stopped in between, or is still
 * at work on them.
 */
export async function unsealedRounds({ database }: Pick<Device, 'database'>): Promise<RoundRecord[]> {
  const unsealed: RoundRecord[] = [];
  for (const record of await database.getAll('rounds')) {
    if (record.sendAt !== null && !(await isAnswered(database, record))) unsealed.push(record);
  }
  return unsealed;
}

/**
 * Seals "none" for every round that an interrupted donation has left, at the time that was drawn for it. Drafts are
 * never read a second time: how often a device was stopped would depend on them.
 *
 * @param dueBy only rounds whose report leaves by then
 */
export async function sealLeftOver(
  device: Device,
  signal: AbortSignal,
  dueBy = Number.POSITIVE_INFINITY,
): Promise<RoundOutcome[]> {
  const outcomes: RoundOutcome[] = [];
  for (const record of await unsealedRounds(device)) {
    if (signal.aborted) break;
    if ((record.sendAt ?? Number.POSITIVE_INFINITY) > dueBy) continue;
    outcomes.push(await sealRound(device, record, noneOf(record.signed.document)));
  }
  return outcomes;
}

import { budgetsOf } from '../../core/protocol/study.ts';
import type { Device } from '../device.ts';
import { isAnswered, notChargedInWords } from '../ledger/ledger-store.ts';
import type { RoundRecord } from '../storage/database.ts';
import { loadBatches } from '../studies/batches.ts';
import { firstAnswerMs } from '../studies/checks.ts';
import { changeRound, joinedStudies, studyById } from '../studies/study-store.ts';
import { findAnswer } from './answer.ts';
import { isOpen, prepareStudy, type ReadyRound } from './prepare.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';
import { seal } from './seal.ts';
import { answerLimitMs, drawSendTime, type Occasion, resumedSendTime } from './send-time.ts';

/**
 * The way of a vote (ARCHITECTURE.md) for every open round of every joined study: everything is fetched and checked,
 * then all send times are drawn and stored, and only then drafts are read.
 */
export async function donate(device: Device, occasion: Occasion, signal: AbortSignal): Promise<RoundOutcome[]> {
  const outcomes: RoundOutcome[] = [];
  const ready: ReadyRound[] = [];
  for (const study of await joinedStudies(device.database)) {
    if (occasion.kind === 'by-itself' && device.now() < (study.joinedAt ?? 0) + firstAnswerMs) continue;
    const prepared = await prepareStudy(device, study, signal);
    ready.push(...prepared.ready);
    outcomes.push(...prepared.outcomes);
  }
  const timed: TimedRound[] = [];
  for (const round of ready) {
    const { record } = round;
    const closesAt = Date.parse(record.signed.document.closesAt);
    const sendAt = drawSendTime(occasion, closesAt, device.now(), device.random);
    if (sendAt === undefined) {
      outcomes.push(skipped(record, 'This round closes before a report could leave.'));
      continue;
    }
    await changeRound(device.database, record, { sendAt });
    timed.push({ ...round, sendAt });
  }
  return [...outcomes, ...(await sealAll(device, timed, signal))];
}

/** Rounds whose send time was drawn but whose vote was not sealed, because the background was stopped in between. */
export async function unsealedRounds(device: Device): Promise<RoundRecord[]> {
  const rounds = await device.database.getAll('rounds');
  const unsealed: RoundRecord[] = [];
  for (const record of rounds) {
    if (record.sendAt === null || !isOpen(record, device.now()) || (await isAnswered(device.database, record)))
      continue;
    const study = await studyById(device.database, record.study);
    if (study?.state === 'joined' && study.correction === undefined) unsealed.push(record);
  }
  return unsealed;
}

/** Finishes a donation that was interrupted. Its material is stored and checked; only the votes are missing. */
export async function resumeDonation(device: Device, signal: AbortSignal): Promise<RoundOutcome[]> {
  const timed: TimedRound[] = [];
  for (const record of await unsealedRounds(device)) {
    const study = await studyById(device.database, record.study);
    if (!study) continue;
    const { bytes } = budgetsOf(study.signed.document);
    const batches = await loadBatches(device, study.server, record.signed.document, { bytes }, signal);
    if (!batches.ok || record.sendAt === null) continue;
    const sendAt = resumedSendTime(record.sendAt, device.now());
    await changeRound(device.database, record, { sendAt });
    timed.push({ record, batches: batches.value, sendAt });
  }
  return sealAll(device, timed, signal);
}

interface TimedRound extends ReadyRound {
  readonly sendAt: number;
}

/** Second half of a donation: reads drafts, and stores one vote for each round. Their send times are stored already. */
async function sealAll(device: Device, rounds: readonly TimedRound[], signal: AbortSignal): Promise<RoundOutcome[]> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
  const outcomes: RoundOutcome[] = [];
  for (const { record, batches, sendAt } of rounds) {
    const { study, round } = record;
    const answer = await findAnswer(device, record.signed.document, batches, deadline);
    // Stopped from outside (paused, left, erased): nothing more is stored.
    if (signal.aborted) break;
    const sealed = await seal(device, record, answer, sendAt);
    if (sealed.kind === 'sealed') outcomes.push({ kind: 'sealed', study, round, sendAt });
    else if (sealed.kind === 'already-answered') outcomes.push({ kind: 'already-answered', study, round });
    else {
      const reason = notChargedInWords(sealed.reason);
      await changeRound(device.database, record, { sendAt: null, problem: reason });
      outcomes.push(skipped(record, reason));
    }
  }
  return outcomes;
}

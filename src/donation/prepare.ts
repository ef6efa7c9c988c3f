import { model } from '../../core/embedding/model.ts';
import { decideCharge } from '../../core/privacy/ledger.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { askedBy, consentCovers } from '../../core/protocol/consent.ts';
import { cohortsOf } from '../../core/protocol/manifest.ts';
import { budgetsOf } from '../../core/protocol/study.ts';
import type { Device } from '../device.ts';
import { isAnswered, notChargedInWords, readLedgerState } from '../ledger/ledger-store.ts';
import { refused } from '../refusal.ts';
import type { RoundRecord, StudyRecord } from '../storage/database.ts';
import { type FetchBudget, type LoadResult, loadBatches, type RoundBatches } from '../studies/batches.ts';
import { cohortIn, leaveWithdrawn } from '../studies/membership.ts';
import { refreshLog } from '../studies/round-log.ts';
import { changeRound, roundsOf, studyById } from '../studies/study-store.ts';
import { checkTexts } from '../studies/text-check.ts';
import { canAnswer } from './answer.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';

/**
 * Longest time for which one donation waits for a study's server: the log, and the material of rounds. A server that
 * is slow, or wants to be, holds up the other studies no longer.
 */
const fetchLimitMs = 60_000;

/** An open round whose material is on the device and was found sound; no draft was read so far. */
export interface ReadyRound {
  readonly record: RoundRecord;
  readonly batches: RoundBatches;
}

export const isOpen = ({ closed, signed: { document } }: RoundRecord, now: number): boolean =>
  !closed && Date.parse(document.opensAt) <= now && now < Date.parse(document.closesAt);

/**
 * First half of a donation, the same with and without drafts (P4): fetches the log of a study, checks it, and gets the
 * material of every open round that this device may answer.
 */
export async function prepareStudy(
  device: Device,
  study: StudyRecord,
  signal: AbortSignal,
): Promise<{ ready: ReadyRound[]; outcomes: RoundOutcome[] }> {
  const ready: ReadyRound[] = [];
  const outcomes: RoundOutcome[] = [];
  if (Date.parse(study.signed.document.endsAt) <= device.now()) {
    return { ready, outcomes: [{ kind: 'skipped', study: study.id, reason: 'This study has ended.' }] };
  }
  const fetching = AbortSignal.any([signal, AbortSignal.timeout(fetchLimitMs)]);
  const log = await refreshLog(device, study, fetching);
  if (!log.ok && log.withdrawn) {
    await leaveWithdrawn(device.database, study.id, device.now());
    return { ready, outcomes: [{ kind: 'withdrawn', study: study.id, server: study.server }] };
  }
  if (!log.ok) return { ready, outcomes: [{ kind: 'skipped', study: study.id, reason: log.reason }] };
  const seen = new Set((await studyById(device.database, study.id))?.log);
  const cohort = await cohortIn(device.database, study.id);
  const { rounds: mostRounds, bytes } = budgetsOf(study.signed.document);
  const budget: Budget = { bytes, rounds: mostRounds, fetching };
  const rounds = await roundsOf(device.database, study.id);
  const open = rounds.filter((record) => seen.has(record.round) && isOpen(record, device.now()));
  let later = 0;
  // Rounds that failed before come last, so that they keep no other waiting.
  for (const record of [...open.filter((each) => each.problem === null), ...open.filter((each) => each.problem)]) {
    const { round } = record;
    if (await isAnswered(device.database, record)) {
      outcomes.push({ kind: 'already-answered', study: study.id, round });
      continue;
    }
    const prepared = await prepareRound(device, study, record, budget, signal);
    if (prepared === 'later') {
      later++;
      continue;
    }
    // Answered meanwhile, by another donation.
    if (!prepared.ok && (await isAnswered(device.database, record))) {
      outcomes.push({ kind: 'already-answered', study: study.id, round });
      continue;
    }
    const problem = prepared.ok ? null : prepared.reason;
    if (problem !== record.problem) await changeRound(device.database, record, { problem });
    if (!prepared.ok) outcomes.push(skipped(record, prepared.reason));
    // Devices of all cohorts fetch the same, so that what is fetched names no cohort.
    else if (cohortsOf(record.signed.document).includes(cohort)) ready.push({ record, batches: prepared.value });
    else outcomes.push(skipped(record, 'This round asks another part of the volunteers.'));
  }
  later += ready.splice(mostRounds).length;
  if (later > 0) {
    const reason = `One donation answers no more rounds of this study. Rounds that wait for a later one: ${later}.`;
    outcomes.push({ kind: 'skipped', study: study.id, reason });
  }
  return { ready, outcomes };
}

/** What one donation may still cost for a study. */
interface Budget extends FetchBudget {
  /** Rounds whose material may still be fetched and checked for the first time. It is the same in every cohort. */
  rounds: number;
  /** Aborts when its server has had its time. */
  readonly fetching: AbortSignal;
}

/**
 * Consent, caps and model first, then the batches, then the texts against their embeddings; the last only once a round.
 *
 * @returns 'later' when the budget is used up
 */
export async function prepareRound(
  device: Device,
  study: StudyRecord,
  record: RoundRecord,
  budget: Budget,
  signal: AbortSignal,
): Promise<LoadResult<RoundBatches> | 'later'> {
  const round = record.signed.document;
  if (!consentCovers(study.signed.document, round)) {
    return refused('This round asks for more than you agreed to when you joined. It was not answered.');
  }
  if (!canAnswer(askedBy(round).rule)) {
    return refused('This round asks in a way that this version of the extension does not know. Update the extension.');
  }
  if (round.kind === 'candidates' && round.embeddings.dimensions !== model.dimensions) {
    return refused('This round needs a language model that this version of the extension does not carry.');
  }
  const { ledger, answeredRounds, caps } = await readLedgerState(
    device.database.transaction(['charges', 'answeredRounds', 'settings']),
  );
  const decision = decideCharge({
    ledger,
    answeredRounds,
    caps,
    study: study.id,
    round: record.round,
    epsilon: realisedEpsilon(round.mechanism),
    now: device.now(),
  });
  if (decision.kind === 'refused') return refused(notChargedInWords(decision.reason));
  if (!record.checked) {
    if (budget.rounds === 0 || budget.fetching.aborted) return 'later';
    budget.rounds--;
  }
  const batches = await loadBatches(device, study.server, round, budget, budget.fetching);
  if (!batches.ok || record.checked) return batches;
  const check = await checkTexts(device, batches.value, signal);
  if (check === 'differs') {
    return refused('The texts of this round do not belong to its embeddings, so it was not answered.');
  }
  if (check === 'model-failed') {
    return refused('The language model could not check this round on this device. It will be tried again.');
  }
  await changeRound(device.database, record, { checked: true });
  return batches;
}

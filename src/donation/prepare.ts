import { modelNamed } from '../../core/embedding/model.ts';
import { decideCharge } from '../../core/privacy/ledger.ts';
import { drawFragment } from '../../core/privacy/prevalence.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { cohortsOf } from '../../core/protocol/manifest.ts';
import { budgetsOf } from '../../core/protocol/study.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { hindrance, hindranceReason } from '../consent.ts';
import type { Device, RoundKey } from '../device.ts';
import { isAnswered, notChargedReason, readStoredLedger } from '../ledger/ledger-store.ts';
import { type Reason, reasonOf, refused, refusedFor } from '../refusal.ts';
import type { Database, RoundRecord, StudyRecord } from '../storage/database.ts';
import { readSettings } from '../storage/settings-store.ts';
import { type FetchBudget, isStored, type LoadResult, loadBatches } from '../studies/batches.ts';
import { deleteUnneeded } from '../studies/left-behind.ts';
import { cohortIn, leaveWithNotice } from '../studies/membership.ts';
import { refreshLog } from '../studies/round-log.ts';
import { changeRound, roundById, roundsOf, studyById } from '../studies/study-store.ts';
import { checkTexts } from '../studies/text-check.ts';
import { type RoundOutcome, skipped } from './round-outcome.ts';

/** An open round whose material is on the device and was found sound; no draft was read so far. */
export interface ReadyRound {
  readonly record: RoundRecord;
  /** Origin of the server that it came from. */
  readonly server: string;
  /** Id of the model that it needs; undefined when it needs none. */
  readonly model: string | undefined;
}

const readyRound = (record: RoundRecord, { signed, server }: StudyRecord): ReadyRound => ({
  record,
  server,
  model: record.signed.document.kind === 'candidates' ? signed.document.model.id : undefined,
});

/** Longest time that fetching and checking may take for one study in one donation. */
const preparingLimitMs = 3 * 60 * 1000;

/**
 * First half of a donation, the same with and without drafts (P4): fetches the log of a study, checks it, and gets the
 * material of every open round that this device may answer.
 */
export async function prepareStudy(
  device: Device,
  study: StudyRecord,
  signal: AbortSignal,
): Promise<{ ready: ReadyRound[]; outcomes: RoundOutcome[] }> {
  const skip = (reason: Reason) => ({
    ready: [],
    outcomes: [{ kind: 'skipped' as const, study: study.id, reason }],
  });
  const permission = await device.permission(study.server);
  if (permission !== 'granted') return skip(hindranceReason(permission));
  if (Date.parse(study.signed.document.endsAt) <= device.now()) return skip(hindranceReason('study-ended'));
  const log = await refreshLog(device, study, signal);
  if (!log.ok && log.withdrawn) {
    await leaveWithNotice(device.database, study.id, device.now());
    return { ready: [], outcomes: [{ kind: 'withdrawn', study: study.id, server: study.server }] };
  }
  if (!log.ok) return skip(log.reason);
  await deleteUnneeded(device.database, device.now());
  return prepareOpen(device, study, signal);
}

async function prepareOpen(device: Device, { id, server }: StudyRecord, signal: AbortSignal) {
  const ready: ReadyRound[] = [];
  const outcomes: RoundOutcome[] = [];
  const study = await studyById(device.database, id);
  if (!study) return { ready, outcomes };
  const cohort = await cohortIn(device.database, id);
  const { rounds: mostRounds, bytes } = budgetsOf(study.signed.document);
  const budget: FetchBudget = { bytes, rounds: mostRounds };
  const { paused } = await readSettings(device.database);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(preparingLimitMs)]);
  const rounds = await roundsOf(device.database, id);
  let later = 0;
  // Rounds that failed before come last, so that they keep no other waiting.
  for (const round of [
    ...rounds.filter(({ problem }) => problem === null),
    ...rounds.filter(({ problem }) => problem),
  ]) {
    const found = hindrance({ permission: 'granted', paused, study, round, server, now: device.now() });
    if (found === 'not-open-yet' || found === 'closed' || found === 'log-changed') continue;
    if (await isAnswered(device.database, round)) {
      outcomes.push({ kind: 'already-answered', study: id, round: round.round });
      continue;
    }
    // A donation that was interrupted has chosen it; "none" is sealed for it.
    if (round.sendAt !== null) continue;
    const prepared = found
      ? refusedFor(hindranceReason(found))
      : await prepareRound(device, study, server, round, budget, limited);
    if (prepared === 'later') {
      later++;
      continue;
    }
    const problem = prepared.ok ? null : prepared.reason;
    if (JSON.stringify(problem) !== JSON.stringify(round.problem))
      await changeRound(device.database, round, { problem });
    if (!prepared.ok) outcomes.push(skipped(round, prepared.reason));
    // Devices of all cohorts fetch the same, so that what is fetched names no cohort.
    else if (!cohortsOf(round.signed.document).includes(cohort)) {
      outcomes.push(skipped(round, reasonOf('reason_other_cohort')));
    } else if (ready.length === mostRounds) {
      later++;
    } else {
      ready.push(readyRound(prepared.value, { ...study, server }));
    }
  }
  if (later > 0) {
    outcomes.push({ kind: 'skipped', study: id, reason: reasonOf('reason_later_donation', { count: later }) });
  }
  return { ready, outcomes };
}

/**
 * Caps and model first, then the batches, then the texts against their embeddings; the last only once a round. From
 * now on its texts can be read on this device.
 *
 * @returns 'later' when the budget is used up
 */
async function prepareRound(
  device: Device,
  study: StudyRecord,
  server: string,
  record: RoundRecord,
  budget: FetchBudget,
  signal: AbortSignal,
): Promise<LoadResult<RoundRecord> | 'later'> {
  const round = record.signed.document;
  const model = modelNamed(study.signed.document.model);
  if (!model || (round.kind === 'candidates' && round.embeddings.dimensions !== model.dimensions)) {
    return refused('reason_model_missing');
  }
  const { ledger, answeredRounds, caps } = await readStoredLedger(device.database);
  const decision = decideCharge({
    ledger,
    answeredRounds,
    caps,
    study: record.study,
    round: record.round,
    epsilon: realisedEpsilon(round.mechanism),
    now: device.now(),
  });
  if (decision.kind === 'refused') return refusedFor(notChargedReason(decision.reason));
  if (!record.checked || !(await isStored(device.database, round))) {
    // Fetching and checking are what a study may ask of a device; rounds that are here already cost neither.
    if (budget.rounds <= 0) return 'later';
    budget.rounds--;
  }
  const batches = await loadBatches(device, server, round, budget, signal);
  if (!batches.ok) return batches;
  if (!record.checked) {
    const check = await checkTexts(device, batches.value, model, signal);
    if (check === 'differs') return refused('reason_texts_differ');
    if (check === 'model-changed') return refused('reason_model_changed');
    if (check === 'model-failed') return refused('reason_model_failed');
  }
  // A time in the future was read from a clock that was wrong then.
  const known = record.textsCameAt !== undefined && record.textsCameAt <= device.now();
  const changes = {
    checked: true,
    textsCameAt: known ? record.textsCameAt : device.now(),
    ...(isPrevalence(round) && { fragment: record.fragment ?? drawFragment(round.texts.count, device.random) }),
  };
  await changeRound(device.database, record, changes);
  return { ok: true, value: { ...record, ...changes } };
}

/** Rounds that were prepared before, as they are stored; what became of those that are ready no more. */
export async function storedReady(
  database: Database,
  chosen: readonly RoundKey[],
): Promise<{ ready: ReadyRound[]; outcomes: RoundOutcome[] }> {
  const ready: ReadyRound[] = [];
  const outcomes: RoundOutcome[] = [];
  for (const key of chosen) {
    const record = await roundById(database, key.study, key.round);
    const study = await studyById(database, key.study);
    const mine = record && cohortsOf(record.signed.document).includes(await cohortIn(database, key.study));
    if (!record || !study) outcomes.push(skipped(key, hindranceReason('not-joined')));
    else if (await isAnswered(database, record)) outcomes.push({ kind: 'already-answered', ...key });
    else if (record.checked && record.textsCameAt !== undefined && mine) ready.push(readyRound(record, study));
    else outcomes.push(skipped(key, reasonOf('reason_texts_not_here')));
  }
  return { ready, outcomes };
}

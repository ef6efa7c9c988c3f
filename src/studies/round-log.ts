import { type RoundId, roundIdSchema } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { type RoundLog, roundLogSchema, type SignedRound } from '../../core/protocol/manifest.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import type { Device } from '../device.ts';
import type { ReasonKey } from '../language/sentence-keys.ts';
import { byteLimits, failureReason, getJson } from '../network/requests.ts';
import { type Refusal, refused, refusedFor } from '../refusal.ts';
import type { Database, RoundRecord, StudyRecord } from '../storage/database.ts';
import { findCorrection, questionKey } from './corrected-study.ts';
import { changeStudy } from './study-store.ts';

export type LogCheck = { readonly ok: true } | (Refusal & { readonly withdrawn?: true });

/**
 * Fetches a study's log of rounds, checks that it continues the history this device has seen, and stores it. A log
 * that fails in any place is not stored at all: none of its rounds is answered (P9).
 */
export async function refreshLog(device: Device, study: StudyRecord, signal: AbortSignal): Promise<LogCheck> {
  const path = `/v1/studies/${study.id}/rounds`;
  const reply = await getJson(device.network, study.server, path, roundLogSchema, byteLimits.log, signal);
  if (reply.kind === 'problem' && reply.code === 'study-withdrawn') {
    return { ...refusedFor(failureReason(reply)), withdrawn: true };
  }
  const checked: LogCheck =
    reply.kind === 'reply' ? await acceptLog(device.database, study, reply.value) : refusedFor(failureReason(reply));
  const followed = checked.ok && reply.kind === 'reply' ? await follow(device, study, reply.value, signal) : checked;
  // A server that cannot be reached says nothing about its log.
  const logRefused = reply.kind === 'reply' ? !checked.ok : study.logRefused === true;
  await changeStudy(device.database, study.id, {
    problem: followed.ok ? null : followed.reason,
    problemSince: followed.ok ? null : (study.problemSince ?? device.now()),
    logRefused,
  });
  return followed;
}

/** Looks for the study that corrects this one, once. Until the volunteer has decided about it, nothing is answered. */
async function follow(
  device: Device,
  study: StudyRecord,
  { correctedBy }: RoundLog,
  signal: AbortSignal,
): Promise<LogCheck> {
  if (correctedBy === undefined && study.correction === undefined) return { ok: true };
  if (correctedBy !== undefined && study.correction?.study !== correctedBy) {
    const found = await findCorrection(device, study, correctedBy, signal);
    if (!found.ok) return found;
    await changeStudy(device.database, study.id, { correction: found.correction });
  }
  return refused('reason_corrected');
}

async function acceptLog(database: Database, study: StudyRecord, { rounds }: RoundLog): Promise<LogCheck> {
  const ids: RoundId[] = [];
  for (const { signed } of rounds) {
    const position = ids.length;
    const id = roundIdSchema.parse(await sha256(canonicalBytes(signed.document)));
    const seen = study.log[position];
    if (seen !== undefined && seen !== id) return refused('reason_log_other_history');
    // What this device has seen under the same hash was verified then.
    const problem = seen === id ? undefined : await linkProblem(study, signed, position, ids.at(-1) ?? null);
    if (problem !== undefined) return refused(problem);
    ids.push(id);
  }
  if (ids.length < study.log.length) return refused('reason_log_shorter');
  await storeLog(database, study, rounds, ids);
  return { ok: true };
}

async function linkProblem(
  study: StudyRecord,
  signed: SignedRound,
  position: number,
  previous: RoundId | null,
): Promise<ReasonKey | undefined> {
  const { document } = signed;
  if (!(await verifySignature(signed, study.publicKey))) return 'reason_log_not_signed';
  if (document.study !== study.id) return 'reason_log_other_study';
  if (document.sequence !== position || document.previous !== previous) return 'reason_log_no_chain';
  return undefined;
}

async function storeLog(
  database: Database,
  study: StudyRecord,
  rounds: RoundLog['rounds'],
  ids: readonly RoundId[],
): Promise<void> {
  const transaction = database.transaction(['studies', 'rounds'], 'readwrite');
  const studies = transaction.objectStore('studies');
  const store = transaction.objectStore('rounds');
  const current = await studies.get(study.id);
  if (current?.state === 'joined') {
    await studies.put({ ...current, log: ids });
    for (const [position, { signed, closed }] of rounds.entries()) {
      const round = ids[position] as RoundId;
      const fresh: RoundRecord = {
        study: study.id,
        round,
        signed,
        closed,
        checked: false,
        problem: null,
        sendAt: null,
        // Asked again in a corrected study, a question stays answered.
        answeredBefore: current.answeredBefore?.includes(questionKey(signed.document)) === true,
      };
      await store.put({ ...fresh, ...(await store.get([study.id, round])), closed });
    }
  }
  await transaction.done;
}

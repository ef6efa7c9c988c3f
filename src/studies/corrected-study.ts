import type { StudyId } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { askedBy } from '../../core/protocol/consent.ts';
import { corrects } from '../../core/protocol/correction.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { signedStudySchema } from '../../core/protocol/study.ts';
import type { Device } from '../device.ts';
import { byteLimits, failureReason, getJson } from '../network/requests.ts';
import { type Refusal, refused, refusedFor } from '../refusal.ts';
import type { StudyRecord } from '../storage/database.ts';

/**
 * Fetches the study that a server names as the correction of a joined one. It is believed only if it names that study
 * and its key follows from the pinned one (P9); consent to it is asked as for any other.
 */
export async function findCorrection(
  device: Device,
  study: StudyRecord,
  next: StudyId,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly correction: NonNullable<StudyRecord['correction']> } | Refusal> {
  const path = `/v1/studies/${next}`;
  const reply = await getJson(device.network, study.server, path, signedStudySchema, byteLimits.study, signal);
  if (reply.kind !== 'reply') return refusedFor(failureReason(reply));
  const { document } = reply.value;
  const isNamed = (await sha256(canonicalBytes(document))) === next;
  if (!isNamed || !(await corrects(reply.value, study))) {
    return refused('reason_foreign_correction');
  }
  return { ok: true, correction: { study: next, publicKey: document.publicKey } };
}

/** The same question has the same texts and is asked in the same way, whatever study it belongs to. */
export function questionKey(round: RoundManifest): string {
  const { kind, rule } = askedBy(round);
  return `${kind} ${rule} ${round.texts.sha256}`;
}

import { foreignTo, modelNamed } from '../../core/embedding/model.ts';
import type { Caps } from '../../core/privacy/ledger.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { questionsOf } from '../../core/protocol/consent.ts';
import { type JoinLink, JoinLinkError, parseJoinLink } from '../../core/protocol/join-link.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import { kindOf, languagesOf, type SignedStudy, signedStudySchema } from '../../core/protocol/study.ts';
import type { Device } from '../device.ts';
import { byteLimits, failureReason, getJson } from '../network/requests.ts';
import { joinLinkReason, type Reason, type Refusal, reasonOf, refused, refusedFor } from '../refusal.ts';
import type { Database, StudyRecord } from '../storage/database.ts';
import { capsOf, readSettings } from '../storage/settings-store.ts';
import { studyById } from './study-store.ts';

export type ReviewResult = { readonly ok: true; readonly record: StudyRecord } | Refusal;

const joinedAlready = refused('reason_already_joined');

/**
 * Fetches the signed study of a join link with one GET and checks it against what the link pins. What is sound is
 * stored as "under review"; nothing is sent until the volunteer accepts (P1, P9).
 */
export async function reviewStudy(device: Device, linkText: string, signal: AbortSignal): Promise<ReviewResult> {
  let link: JoinLink;
  try {
    link = parseJoinLink(linkText);
  } catch (error) {
    if (error instanceof JoinLinkError) return refusedFor(joinLinkReason(error));
    throw error;
  }
  const { server, study, publicKey } = link;
  if ((await studyById(device.database, study))?.state === 'joined') {
    return joinedAlready;
  }
  const path = `/v1/studies/${study}`;
  const reply = await getJson(device.network, server, path, signedStudySchema, byteLimits.study, signal);
  if (reply.kind !== 'reply') return refusedFor(failureReason(reply));
  const caps = capsOf(await readSettings(device.database));
  const problem = await studyProblem(reply.value, link, caps, device.now());
  if (problem !== undefined) return refusedFor({ ...problem, followedBy: 'reason_nothing_joined' });
  const record: StudyRecord = {
    id: study,
    server,
    publicKey,
    signed: reply.value,
    state: 'under-review',
    joinedAt: null,
    log: [],
    problem: null,
  };
  if (signal.aborted) return refused('reason_review_stopped');
  return (await keepReview(device.database, record)) ? { ok: true, record } : joinedAlready;
}

/** Stores the study under review, unless it was joined in another tab meanwhile. */
async function keepReview(database: Database, record: StudyRecord): Promise<boolean> {
  const transaction = database.transaction('studies', 'readwrite');
  const joined = (await transaction.store.get(record.id))?.state === 'joined';
  if (!joined) await transaction.store.put(record);
  await transaction.done;
  return !joined;
}

/**
 * Why a study cannot be joined; undefined when it is the one of the link and can be answered.
 */
export async function studyProblem(
  signed: SignedStudy,
  link: Pick<JoinLink, 'study' | 'publicKey'>,
  caps: Caps,
  now: number,
): Promise<Reason | undefined> {
  const { document } = signed;
  if ((await sha256(canonicalBytes(document))) !== link.study) return reasonOf('reason_study_of_other_link');
  if (document.publicKey !== link.publicKey || !(await verifySignature(signed, link.publicKey))) {
    return reasonOf('reason_study_not_signed');
  }
  const model = modelNamed(document.model);
  if (!model) return reasonOf('reason_study_model_missing', { model: document.model.id });
  const foreign = foreignTo(model, languagesOf(document));
  if (foreign.length > 0 && questionsOf(document).some(({ kind }) => kind === 'candidates')) {
    return reasonOf('reason_study_foreign_languages', { languages: { languages: foreign } });
  }
  if (kindOf(document) === 'pilot') return reasonOf('reason_study_pilot');
  if (Date.parse(document.endsAt) <= now) return reasonOf('reason_study_ended');
  const epsilon = Math.max(...questionsOf(document).map((question) => question.epsilon));
  if (epsilon > caps.perReport) return reasonOf('reason_study_over_cap', { epsilon, cap: caps.perReport });
  return undefined;
}

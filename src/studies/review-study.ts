import { foreignTo, modelNamed } from '../../core/embedding/model.ts';
import { languagesInWords } from '../../core/languages.ts';
import type { Caps } from '../../core/privacy/ledger.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { questionsOf } from '../../core/protocol/consent.ts';
import { type JoinLink, JoinLinkError, parseJoinLink } from '../../core/protocol/join-link.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import { kindOf, languagesOf, type SignedStudy, signedStudySchema } from '../../core/protocol/study.ts';
import type { Device } from '../device.ts';
import { byteLimits, failureInWords, getJson } from '../network/requests.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { Database, StudyRecord } from '../storage/database.ts';
import { capsOf, readSettings } from '../storage/settings-store.ts';
import { studyById } from './study-store.ts';

export type ReviewResult = { readonly ok: true; readonly record: StudyRecord } | Refusal;

const joinedAlready = refused('You have already joined this study.');

/**
 * Fetches the signed study of a join link with one GET and checks it against what the link pins. What is sound is
 * stored as "under review"; nothing is sent until the volunteer accepts (P1, P9).
 */
export async function reviewStudy(device: Device, linkText: string, signal: AbortSignal): Promise<ReviewResult> {
  const link = readLink(linkText);
  if ('reason' in link) return refused(link.reason);
  const { server, study, publicKey } = link;
  if ((await studyById(device.database, study))?.state === 'joined') {
    return joinedAlready;
  }
  const path = `/v1/studies/${study}`;
  const reply = await getJson(device.network, server, path, signedStudySchema, byteLimits.study, signal);
  if (reply.kind !== 'reply') return refused(failureInWords(reply));
  const caps = capsOf(await readSettings(device.database));
  const problem = await studyProblem(reply.value, link, caps, device.now());
  if (problem !== undefined) return refused(`${problem} Nothing was joined and nothing was sent.`);
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
  if (signal.aborted) return refused('The review was stopped. Nothing was joined.');
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

function readLink(text: string): JoinLink | { readonly reason: string } {
  try {
    return parseJoinLink(text);
  } catch (error) {
    if (error instanceof JoinLinkError) return { reason: error.message };
    throw error;
  }
}

/**
 * Why a study cannot be joined, in words for the volunteer; undefined when it is the one of the link and can be
 * answered.
 */
export async function studyProblem(
  signed: SignedStudy,
  link: Pick<JoinLink, 'study' | 'publicKey'>,
  caps: Caps,
  now: number,
): Promise<string | undefined> {
  const { document } = signed;
  if ((await sha256(canonicalBytes(document))) !== link.study) {
    return 'The server sent another study than the one your link names.';
  }
  if (document.publicKey !== link.publicKey || !(await verifySignature(signed, link.publicKey))) {
    return 'This study is not signed with the key in your link: somebody may have changed it.';
  }
  const model = modelNamed(document.model);
  if (!model) {
    return `This study needs a language model that this version of the extension does not carry ("${document.model.id}"). An update of the extension may bring it.`;
  }
  const foreign = foreignTo(model, languagesOf(document));
  if (foreign.length > 0 && questionsOf(document).some(({ kind }) => kind === 'candidates')) {
    return `This study compares texts in ${languagesInWords(foreign, 'en-GB')}, which its language model does not understand. Answers would be given by chance.`;
  }
  if (kindOf(document) === 'pilot') {
    return 'This is a pilot: its researchers try it out with simulated volunteers, and nobody can join it.';
  }
  if (Date.parse(document.endsAt) <= now) return 'This study has ended.';
  const epsilon = Math.max(...questionsOf(document).map((question) => question.epsilon));
  if (epsilon > caps.perReport) {
    return `One report of this study may spend epsilon ${epsilon}, which is more than your cap of ${caps.perReport} for one report.`;
  }
  return undefined;
}

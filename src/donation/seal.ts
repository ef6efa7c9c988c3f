import type { RoundId } from '../../core/ids.ts';
import { decideCharge } from '../../core/privacy/ledger.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { randomise, realisedEpsilon, supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { nonceBytes, type Report } from '../../core/protocol/report.ts';
import type { Device } from '../device.ts';
import { type NotCharged, readLedgerState } from '../ledger/ledger-store.ts';
import type { RoundRecord, WaitingReport } from '../storage/database.ts';
import type { TrueAnswer } from './answer.ts';

/** The exact bytes of a report: round, noisy vote, and random bytes of its own (P2). */
function reportBody(round: RoundId, trueAnswer: number, { mechanism }: RoundManifest, random: RandomBytes): string {
  const noisyVote = randomise(trueAnswer, mechanism, random);
  const report: Report = {
    round,
    vote: encodeBase64Url(encodeVote(noisyVote, mechanism)),
    nonce: encodeBase64Url(random(nonceBytes)),
  };
  return JSON.stringify(report);
}

export type SealOutcome =
  | { readonly kind: 'sealed' }
  | { readonly kind: 'already-answered' }
  | { readonly kind: 'refused'; readonly reason: NotCharged };

/**
 * Randomises an answer and stores the report, its charge and the answered-round mark in one transaction (P5, P6). When
 * two donations run at once, the second `add` fails, and its whole transaction with it. That vote was never stored.
 *
 * @param sendAt when the report leaves; fixed before the answer was known
 */
export async function seal(
  device: Device,
  { study, round, signed }: RoundRecord,
  { trueAnswer, drafts }: TrueAnswer,
  sendAt: number,
): Promise<SealOutcome> {
  const manifest = signed.document;
  const epsilon = realisedEpsilon(manifest.mechanism);
  const body = reportBody(round, trueAnswer, manifest, device.random);
  // Strict: the charge must be on the disk before the vote can leave.
  const transaction = device.database.transaction(
    ['charges', 'answeredRounds', 'outbox', 'settings', 'studies', 'drafts'],
    'readwrite',
    { durability: 'strict' },
  );
  try {
    const record = await transaction.objectStore('studies').get(study);
    if (record?.state !== 'joined') return { kind: 'refused', reason: 'not-joined' };
    const { paused, ...ledger } = await readLedgerState(transaction);
    if (paused) return { kind: 'refused', reason: 'paused' };
    const decision = decideCharge({ ...ledger, study, round, epsilon, now: device.now() });
    if (decision.kind === 'refused') {
      return decision.reason === 'already-charged'
        ? { kind: 'already-answered' }
        : { kind: 'refused', reason: decision.reason };
    }
    // A draft that was forgotten while its answer was sought takes the answer with it.
    const present = await Promise.all(drafts.map((draft) => transaction.objectStore('drafts').count(draft)));
    const forgotten = present.includes(0);
    const report: WaitingReport = {
      study,
      round,
      studyTitle: record.signed.document.title,
      roundTitle: manifest.title,
      server: record.server,
      body,
      sendAt,
      closesAt: Date.parse(manifest.closesAt),
      attempts: 0,
      trueAnswer: forgotten ? null : trueAnswer,
      drafts: forgotten ? [] : drafts,
      epsilon,
      oddsTrue: supportProbabilities(manifest.mechanism).p,
    };
    await Promise.all([
      transaction.objectStore('charges').add(decision.charge),
      transaction.objectStore('answeredRounds').add({ study, round }),
      transaction.objectStore('outbox').add(report),
      transaction.done,
    ]);
    return { kind: 'sealed' };
  } catch (error) {
    transaction.done.catch(() => {});
    if (error instanceof DOMException && (error.name === 'ConstraintError' || error.name === 'AbortError')) {
      return { kind: 'already-answered' };
    }
    throw error;
  }
}

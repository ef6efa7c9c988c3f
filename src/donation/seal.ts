import type { RoundId } from '../../core/ids.ts';
import { decideCharge } from '../../core/privacy/ledger.ts';
import { fragmentAnswerId, randomiseForFragment } from '../../core/privacy/prevalence.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { randomise, realisedEpsilon, supportProbabilities, type Vote } from '../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { nonceBytes, type Report } from '../../core/protocol/report.ts';
import { isPrevalence, voteShape } from '../../core/protocol/votes.ts';
import { type Hindrance, hindrance, hindranceReason } from '../consent.ts';
import type { Device, TrueAnswer } from '../device.ts';
import { notChargedReason, readLedgerState } from '../ledger/ledger-store.ts';
import type { Reason } from '../refusal.ts';
import type { RoundRecord, WaitingReport } from '../storage/database.ts';
import { studyById } from '../studies/study-store.ts';

/** The exact bytes of a report: round, noisy vote, and random bytes of its own (P2). */
function reportBody(round: RoundId, noisyVote: Vote, manifest: RoundManifest, random: RandomBytes): string {
  const report: Report = {
    round,
    vote: encodeBase64Url(encodeVote(noisyVote, voteShape(manifest))),
    nonce: encodeBase64Url(random(nonceBytes)),
  };
  return JSON.stringify(report);
}

/**
 * The noisy vote, and the id of the true answer among those that a vote may hold.
 *
 * @throws {RangeError} when a prevalence poll comes without the fragment that was drawn for it
 */
function randomised({ signed, fragment }: RoundRecord, trueAnswer: number, random: RandomBytes) {
  const { document } = signed;
  if (!isPrevalence(document)) return { noisyVote: randomise(trueAnswer, document.mechanism, random), trueAnswer };
  if (fragment === undefined) throw new RangeError('fragment: expected the one that was drawn for this round');
  const noisyVote = randomiseForFragment(fragment, trueAnswer, document.mechanism, random);
  return { noisyVote, trueAnswer: fragmentAnswerId(fragment, trueAnswer) };
}

export type SealOutcome =
  | { readonly kind: 'sealed'; readonly sendAt: number }
  | { readonly kind: 'already-answered' }
  /** Nothing was stored. `paused`: it can be sealed later. */
  | { readonly kind: 'refused'; readonly paused: boolean; readonly reason: Reason };

/**
 * Randomises an answer and stores the report, its charge and the answered-round mark in one transaction (P5, P6). When
 * two donations run at once, the second `add` fails, and its whole transaction with it. That vote was never stored.
 * The report leaves at the time that was drawn when the box was opened.
 *
 * @throws {DOMException} when the device cannot store it; then nothing was stored
 */
export async function seal(device: Device, prepared: RoundRecord, answer: TrueAnswer): Promise<SealOutcome> {
  const { study, round, signed } = prepared;
  const manifest = signed.document;
  const epsilon = realisedEpsilon(manifest.mechanism);
  const server = (await studyById(device.database, study))?.server ?? '';
  const permission = await device.permission(server);
  const { noisyVote, trueAnswer } = randomised(prepared, answer.trueAnswer, device.random);
  const body = reportBody(round, noisyVote, manifest, device.random);
  // Strict: the charge must be on the disk before the vote can leave.
  const transaction = device.database.transaction(
    ['charges', 'answeredRounds', 'outbox', 'settings', 'studies', 'rounds', 'drafts'],
    'readwrite',
    { durability: 'strict' },
  );
  try {
    const joined = await transaction.objectStore('studies').get(study);
    const record = await transaction.objectStore('rounds').get([study, round]);
    const { paused, ...ledger } = await readLedgerState(transaction);
    const found = hindrance({ permission, paused, study: joined, round: record, server, now: device.now() });
    if (found !== undefined || !joined || !record || record.sendAt === null) return refusal(found ?? 'not-joined');
    const decision = decideCharge({ ...ledger, study, round, epsilon, now: device.now() });
    if (decision.kind === 'refused') {
      return decision.reason === 'already-charged'
        ? { kind: 'already-answered' }
        : { kind: 'refused', paused: false, reason: notChargedReason(decision.reason) };
    }
    // A draft that was forgotten while its answer was sought takes the answer with it.
    const present = await Promise.all(answer.drafts.map((draft) => transaction.objectStore('drafts').count(draft)));
    const forgotten = present.includes(0);
    const report: WaitingReport = {
      study,
      round,
      studyTitle: joined.signed.document.title,
      roundTitle: manifest.title,
      server,
      body,
      sendAt: record.sendAt,
      closesAt: Date.parse(manifest.closesAt),
      attempts: 0,
      trueAnswer: forgotten ? null : trueAnswer,
      drafts: forgotten ? [] : answer.drafts,
      epsilon,
      oddsTrue: supportProbabilities(manifest.mechanism).p,
    };
    await Promise.all([
      transaction.objectStore('charges').add(decision.charge),
      transaction.objectStore('answeredRounds').add({ study, round }),
      transaction.objectStore('outbox').add(report),
      transaction.done,
    ]);
    return { kind: 'sealed', sendAt: record.sendAt };
  } catch (error) {
    transaction.done.catch(() => {});
    if (error instanceof DOMException && error.name === 'ConstraintError') return { kind: 'already-answered' };
    throw error;
  }
}

const refusal = (found: Hindrance): SealOutcome => ({
  kind: 'refused',
  paused: found === 'paused',
  reason: hindranceReason(found),
});

import { closestAnswer, consideredDrafts } from '../core/answering/candidates.ts';
import { fragmentAnswer, fragmentsSeen } from '../core/answering/fragments.ts';
import type { EmbeddingBatch } from '../core/embedding/batch.ts';
import type { RoundId, StudyId } from '../core/ids.ts';
import { type Charge, decideCharge, defaultCaps } from '../core/privacy/ledger.ts';
import { drawFragment, randomiseForFragment } from '../core/privacy/prevalence.ts';
import type { RandomBytes } from '../core/privacy/random-integers.ts';
import { randomise, realisedEpsilon, type Vote } from '../core/privacy/subset-selection.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../core/protocol/base64url.ts';
import type { CandidateRound, FragmentPoll } from '../core/protocol/manifest.ts';
import { nonceBytes, type Report, reportSchema } from '../core/protocol/report.ts';
import { isPrevalence, voteShape } from '../core/protocol/votes.ts';

export interface EmbeddedDraft {
  readonly text: string;
  readonly embedding: Float32Array;
}

/** A round as a device holds it after it has fetched everything. */
export type FetchedRound = { readonly study: StudyId; readonly round: RoundId; readonly texts: readonly string[] } & (
  | {
      readonly manifest: CandidateRound;
      readonly embeddings: EmbeddingBatch;
      /** Whether a draft takes part, by its language. */
      readonly takesPart: (draft: EmbeddedDraft) => boolean;
    }
  | { readonly manifest: FragmentPoll }
);

/** What one simulated person's device holds: drafts, most recent first, and a ledger of its own. */
export interface SimulatedVolunteer {
  readonly drafts: readonly EmbeddedDraft[];
  readonly ledger: Charge[];
}

/**
 * Answers a round as a device does: true answer, charge, randomisation, report. `trueAnswers` come back only because
 * the demo compares the estimates with them: the answer, or in a prevalence poll every text to which it would be yes.
 * A device keeps them.
 *
 * @param random the operating system's randomness: it draws the draft, the vote and the 16 random bytes
 * @param now milliseconds since 1970
 * @throws {Error} when the ledger refuses the charge
 */
export function answerRound(
  volunteer: SimulatedVolunteer,
  round: FetchedRound,
  { random, now }: { random: RandomBytes; now: number },
): { trueAnswers: readonly number[]; report: Report } {
  const { mechanism } = round.manifest;
  const trueAnswers = answers(volunteer.drafts, round, random);
  const decision = decideCharge({
    ledger: volunteer.ledger,
    caps: defaultCaps,
    study: round.study,
    round: round.round,
    epsilon: realisedEpsilon(mechanism),
    now,
  });
  if (decision.kind === 'refused')
    throw new Error(`a simulated volunteer's ledger refused the round: ${decision.reason}`);
  volunteer.ledger.push(decision.charge);
  const noisyVote = noisyVoteOf(round, trueAnswers, random);
  const report = reportSchema.parse({
    round: round.round,
    vote: encodeBase64Url(encodeVote(noisyVote, voteShape(round.manifest))),
    nonce: encodeBase64Url(random(nonceBytes)),
  });
  return { trueAnswers, report };
}

function noisyVoteOf({ manifest }: FetchedRound, trueAnswers: readonly number[], random: RandomBytes): Vote {
  const { mechanism, texts } = manifest;
  if (!isPrevalence(manifest)) return randomise(trueAnswers[0] as number, mechanism, random);
  const fragment = drawFragment(texts.count, random);
  return randomiseForFragment(fragment, trueAnswers.includes(fragment) ? 1 : 0, mechanism, random);
}

function answers(drafts: readonly EmbeddedDraft[], round: FetchedRound, random: RandomBytes): readonly number[] {
  if (!('embeddings' in round)) {
    const texts = drafts.map((draft) => draft.text);
    if (isPrevalence(round.manifest)) return fragmentsSeen(texts, round.texts);
    return [fragmentAnswer(texts, round.texts, random)];
  }
  const considered = consideredDrafts(drafts, round.manifest, round.takesPart, random).map(
    ({ embedding }) => embedding,
  );
  return [closestAnswer(considered, round.embeddings, round.manifest)];
}

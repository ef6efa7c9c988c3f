import type { RoundId } from '../../core/ids.ts';
import { uniformSubset } from '../../core/privacy/random-integers.ts';
import type { SubsetSelection } from '../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { Submission } from '../../server/store/report-store.ts';

const random = secureRandom();

/** Any well-formed vote: a store does not know what an answer is. */
export function submissionTo(round: { id: RoundId; signed: { document: { mechanism: SubsetSelection } } }): Submission {
  const { mechanism } = round.signed.document;
  const ids = [...uniformSubset(mechanism.domainSize, mechanism.subsetSize, random)].sort((a, b) => a - b);
  return { round: round.id, nonce: random(16), noisyVote: encodeVote(ids, mechanism) };
}

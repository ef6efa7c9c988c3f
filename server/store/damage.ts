import type { RoundId } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import type { StoredPublications, StoredStudy } from './publication-store.ts';
import type { Counters, Release } from './report-store.ts';

/** What a store says about one round at one moment. */
export interface Counts {
  readonly counters: Counters;
  /** Undefined when the votes were deleted. */
  readonly recount: Counters | undefined;
  readonly releases: readonly Release[];
}

/**
 * Everything that can be checked in a store: documents against hashes, signatures and chain, batches against hashes,
 * and the counters of each round against its stored votes. Says what is damaged, in one line each.
 */
export async function findDamage(
  { studies, batches }: StoredPublications,
  countsOf: (round: RoundId) => Counts | Promise<Counts>,
): Promise<string[]> {
  const damage: string[] = [];
  for (const study of studies) damage.push(...(await damagedDocuments(study)));
  for (const batch of batches) {
    if ((await sha256(batch.bytes)) !== batch.sha256)
      damage.push(`batch ${batch.sha256}: the bytes do not fit the hash`);
  }
  for (const { id } of studies.flatMap(({ rounds }) => rounds)) {
    const { counters, recount, releases } = await countsOf(id);
    if (recount && JSON.stringify(counters) !== JSON.stringify(recount)) {
      damage.push(`round ${id}: counters and votes differ`);
    }
    if (releases.some((release, i) => shrinks(release, releases[i + 1] ?? counters))) {
      damage.push(`round ${id}: a release has more reports than came later`);
    }
  }
  return damage;
}

/** Counts only grow. */
const shrinks = (earlier: Counters, later: Counters): boolean =>
  earlier.reports > later.reports || earlier.noisySupports.some((count, id) => count > (later.noisySupports[id] ?? 0));

async function damagedDocuments({ id, signed, rounds }: StoredStudy): Promise<string[]> {
  const damage: string[] = [];
  const { publicKey } = signed.document;
  if ((await sha256(canonicalBytes(signed.document))) !== id)
    damage.push(`study ${id}: the document does not fit the hash`);
  if (!(await verifySignature(signed, publicKey))) damage.push(`study ${id}: the signature is wrong`);
  for (const [i, round] of rounds.entries()) {
    const { document } = round.signed;
    if ((await sha256(canonicalBytes(document))) !== round.id)
      damage.push(`round ${round.id}: the manifest does not fit the hash`);
    if (!(await verifySignature(round.signed, publicKey))) damage.push(`round ${round.id}: the signature is wrong`);
    if (document.sequence !== i || document.previous !== (rounds[i - 1]?.id ?? null)) {
      damage.push(`round ${round.id}: it does not follow the round before it`);
    }
  }
  return damage;
}

import { type Bundle, pairPosition } from '../../core/protocol/bundle.ts';
import { voteShape } from '../../core/protocol/votes.ts';
import packageFile from '../../package.json' with { type: 'json' };
import type { StoredStudy } from '../store/publication-store.ts';
import type { Release, ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';

/** Everything that the results of a study were computed from, up to its last releases. */
export async function makeBundle(study: StoredStudy, store: ReportStore, catalogue: Catalogue): Promise<Bundle> {
  const rounds: Bundle['rounds'] = [];
  for (const { id, signed } of study.rounds) {
    const releases = await store.releases(id);
    const { domainSize } = voteShape(signed.document);
    rounds.push({
      signed,
      texts: catalogue.textsOf(signed.document),
      releases: releases.map((release) => ({
        reports: release.reports,
        supports: [...release.noisySupports],
        pairs: pairsOf(release, domainSize),
      })),
    });
  }
  return { format: 'data-donor/bundle/1', program: packageFile.version, study: study.signed, rounds };
}

function pairsOf({ noisyPairs }: Release, k: number): number[] | null {
  if (!noisyPairs) return null;
  const pairs: number[] = [];
  for (let u = 0; u < k; u++) for (let v = u + 1; v < k; v++) pairs.push(noisyPairs[u * k + v] ?? 0);
  return pairs;
}

/**
 * A release of a bundle as the store gives it.
 *
 * @param k size of the domain
 * @throws {RangeError} when there are not as many pairs as there must be
 */
export function storedRelease(
  { reports, supports, pairs }: Bundle['rounds'][number]['releases'][number],
  k: number,
): Release {
  if (!pairs) return { reports, noisySupports: supports, noisyPairs: undefined };
  if (pairs.length !== (k * (k - 1)) / 2) throw new RangeError(`pairs: expected ${(k * (k - 1)) / 2} numbers`);
  const noisyPairs = new Uint32Array(k * k);
  for (let u = 0; u < k; u++) {
    for (let v = 0; v < k; v++) {
      noisyPairs[u * k + v] = u === v ? (supports[u] ?? 0) : (pairs[pairPosition(u, v, k)] ?? 0);
    }
  }
  return { reports, noisySupports: supports, noisyPairs };
}

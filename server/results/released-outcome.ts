import { estimateShares } from '../../core/estimation/estimate.ts';
import { smallestRelease } from '../../core/estimation/releases.ts';
import { centralEpsilon } from '../../core/privacy/amplification.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { type RoundManifest, releasePlanOf } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { errorOfRound } from '../store/planned-release.ts';
import type { Release } from '../store/report-store.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

const delta = 1e-6;

/** Without this the central epsilon is not true; it is shown wherever the number is. */
export const centralCondition = 'Holds if the server is honest and nobody links reports to devices.';

export interface ReleaseInput {
  readonly manifest: RoundManifest;
  /** All releases so far, in order; at least one. */
  readonly releases: readonly Release[];
  readonly participation: 'open';
}

/** What the last release of a closed round says: estimates, and what they cost each volunteer in privacy. */
export function releasedOutcome({ manifest, releases, participation }: ReleaseInput): Released {
  const last = releases.at(-1);
  if (!last) throw new RangeError('releases: expected at least one');
  const { mechanism } = manifest;
  const { reports, noisySupports: counts, noisyPairs: pairs } = last;
  const plannedReleases = releasePlanOf(manifest).releases;
  const level = errorOfRound / plannedReleases;
  const jointCounts = pairs && ((u: number, v: number) => pairs[u * mechanism.domainSize + v] ?? 0);
  const { shares, leverage } = estimateShares({ mechanism, reports, counts, level, jointCounts });
  const none = shares.at(-1);
  if (!none) throw new RangeError('expected an estimate for "none"');
  const released = releases.map((release) => release.reports);
  // Whoever subtracts one release from the next one sees the reports in between.
  const central = centralEpsilon(mechanism, smallestRelease(released), delta);
  return {
    state: 'released',
    releases: released,
    plannedReleases,
    next: { state: 'closed' },
    reports,
    level,
    localEpsilon: realisedEpsilon(mechanism),
    central: { ...central, delta, condition: centralCondition },
    shares: shares.slice(0, -1),
    none,
    leverage,
    participation,
  };
}

import { smallestRelease } from '../../core/estimation/releases.ts';
import { centralEpsilon } from '../../core/privacy/amplification.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { type RoundManifest, releasePlanOf } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { english } from '../language/english.ts';
import { errorOfRound } from '../store/planned-release.ts';
import type { Release } from '../store/report-store.ts';
import { changesOf, comparisonsOf, leaderOf } from './comparisons.ts';
import { estimatesOf } from './estimates.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

const delta = 1e-6;

/**
 * Without this sentence the central epsilon is not true; it is shown wherever the number is. Two volunteers who differ
 * in one text of a prevalence poll hide only among those few who were asked about it (docs/mathematics.md).
 */
export const centralConditionOf = (manifest: RoundManifest) =>
  isPrevalence(manifest) ? 'central_none' : 'central_condition';

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
  const localEpsilon = realisedEpsilon(manifest.mechanism);
  const plannedReleases = releasePlanOf(manifest).releases;
  const level = errorOfRound / plannedReleases;
  const released = releases.map((release) => release.reports);
  return {
    state: 'released',
    releases: released,
    plannedReleases,
    next: { state: 'closed' },
    reports: last.reports,
    level,
    localEpsilon,
    central: {
      ...(isPrevalence(manifest)
        ? { epsilon: localEpsilon, method: 'local' }
        : // Whoever subtracts one release from the next one sees the reports in between.
          centralEpsilon(manifest.mechanism, smallestRelease(released), delta)),
      delta,
      condition: english.say(centralConditionOf(manifest)),
    },
    ...estimatesOf(manifest, last, level),
    leader: leaderOf(comparisonsOf(manifest, last, level)),
    changes: changesOf(manifest, releases, level),
    participation,
  };
}

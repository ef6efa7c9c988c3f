import { type ChangingValue, changesBetween } from '../../core/estimation/changes.ts';
import { type Comparisons, compareCandidates, comparePrevalences } from '../../core/estimation/comparisons.ts';
import { estimatePrevalence, fewestAsked } from '../../core/estimation/prevalence.ts';
import { supportProbabilities } from '../../core/privacy/subset-selection.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { Changes, RoundResults } from '../../core/protocol/results.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import type { Release } from '../store/report-store.ts';
import { askedAndYes, jointCountsOf } from './counts.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

/** All pairs of the texts of a release. */
export function comparisonsOf(manifest: RoundManifest, release: Release, level: number): Comparisons {
  const { mechanism } = manifest;
  if (isPrevalence(manifest)) {
    return comparePrevalences(estimatePrevalence({ mechanism, ...askedAndYes(manifest, release) }, level, fewestAsked));
  }
  const { reports, noisySupports: counts } = release;
  return compareCandidates({ mechanism, reports, counts, level, jointCounts: jointCountsOf(manifest, release) });
}

/** The text with the largest estimated share, and those from which it can be told apart. */
export function leaderOf({ order, isAbove }: Comparisons): Released['leader'] {
  const [first, ...others] = order;
  if (first === undefined || others.length === 0) return null;
  return { index: first, apartFrom: others.filter((other) => isAbove(first, other)) };
}

/** What differs between the reports since the release before and all earlier ones; null at the first release. */
export function changesOf(manifest: RoundManifest, releases: readonly Release[], level: number): Changes | null {
  const [before, last] = releases.slice(-2);
  if (!before || !last) return null;
  const support = supportProbabilities(manifest.mechanism);
  const changes = changesBetween(valuesOf(manifest, before, last), support, level);
  return { reportsBefore: before.reports, reportsSince: last.reports - before.reports, lines: changes };
}

/** Counts only grow from one release to the next: their differences are the counts of the reports in between. */
function valuesOf(manifest: RoundManifest, before: Release, last: Release): ChangingValue[] {
  if (!isPrevalence(manifest)) {
    return last.noisySupports.map((count, index) => {
      const earlier = before.noisySupports[index] ?? 0;
      return {
        index,
        before: { reports: before.reports, count: earlier },
        since: { reports: last.reports - before.reports, count: count - earlier },
      };
    });
  }
  const [was, is] = [askedAndYes(manifest, before), askedAndYes(manifest, last)];
  const values = was.asked.map((reports, index) => ({
    index,
    before: { reports, count: was.yes[index] ?? 0 },
    since: { reports: (is.asked[index] ?? 0) - reports, count: (is.yes[index] ?? 0) - (was.yes[index] ?? 0) },
  }));
  return values.filter((value) => value.before.reports >= fewestAsked && value.since.reports >= fewestAsked);
}

import { estimateShares } from '../../core/estimation/estimate.ts';
import { estimatePrevalence, fewestAsked } from '../../core/estimation/prevalence.ts';
import { poisoningLeverage } from '../../core/estimation/shares.ts';
import { supportProbabilities } from '../../core/privacy/subset-selection.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import type { Release } from '../store/report-store.ts';
import { askedAndYes, jointCountsOf } from './counts.ts';

type Estimates = Pick<
  Extract<RoundResults['outcome'], { state: 'released' }>,
  'shares' | 'none' | 'asked' | 'leverage'
>;

/** What the counts of a release say about the shares of a round, each kind of statement at `level`. */
export const estimatesOf = (manifest: RoundManifest, release: Release, level: number): Estimates =>
  isPrevalence(manifest) ? prevalences(manifest, release, level) : shares(manifest, release, level);

function shares(manifest: RoundManifest, release: Release, level: number): Estimates {
  const { mechanism } = manifest;
  const { reports, noisySupports: counts } = release;
  const jointCounts = jointCountsOf(manifest, release);
  const { shares: all, leverage } = estimateShares({ mechanism, reports, counts, level, jointCounts });
  const none = all.at(-1);
  if (!none) throw new RangeError('expected an estimate for "none"');
  return { shares: all.slice(0, -1), none, asked: null, leverage };
}

function prevalences(manifest: RoundManifest, release: Release, level: number): Estimates {
  const { mechanism, texts } = manifest;
  const { asked, yes } = askedAndYes(manifest, release);
  const estimated = estimatePrevalence({ mechanism, asked, yes }, level, fewestAsked).flatMap((each) => {
    if (each.kind === 'too-few') return [];
    const { kind: _kind, reports: _reports, ...share } = each;
    return [{ ...share, support: yes[each.index] ?? 0 }];
  });
  if (asked.reduce((sum, count) => sum + count, 0) !== release.reports) {
    throw new RangeError(`counts: expected them to add up to ${release.reports} reports`);
  }
  // Whoever deceives chooses the text; an honest volunteer is asked about this one only once in so many times.
  const leverage = texts.count * poisoningLeverage(supportProbabilities(mechanism));
  return { shares: estimated, none: null, asked, leverage };
}

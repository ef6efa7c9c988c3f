import { estimateShares } from '../../core/estimation/estimate.ts';
import { centralEpsilon } from '../../core/privacy/amplification.ts';
import { realisedEpsilon, type SubsetSelection } from '../../core/privacy/subset-selection.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import type { Counters } from '../store/report-store.ts';

/** Family-wise error of all statements of a kind in a round: one release is planned, so it is not split. */
const level = 0.05;
const delta = 1e-6;

/** Without this the central epsilon is not true; it is shown wherever the number is. */
export const centralCondition =
  'Holds if the server is honest, nobody links reports to devices, and every report comes from another volunteer. ' +
  'Sybils (people or programs who send many reports) reduce it to the local epsilon.';

export interface ReleaseInput {
  readonly mechanism: SubsetSelection;
  readonly counters: Counters;
  /** k x k joint support counts, where ranks should be exact. */
  readonly jointSupports: Uint32Array | undefined;
  readonly participation: 'open';
}

/** The release of a closed round: estimates, and what they cost each volunteer in privacy. */
export function releasedOutcome(input: ReleaseInput): Extract<RoundResults['outcome'], { state: 'released' }> {
  const { mechanism, counters, jointSupports, participation } = input;
  const { reports, noisySupports: counts } = counters;
  const jointCounts = jointSupports && ((u: number, v: number) => jointSupports[u * mechanism.domainSize + v] ?? 0);
  const { shares, leverage } = estimateShares({ mechanism, reports, counts, level, jointCounts });
  const none = shares.at(-1);
  if (!none) throw new RangeError('expected an estimate for "none"');
  const central = centralEpsilon(mechanism, reports, delta);
  return {
    state: 'released',
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

import { blanketCases, type Shape, variationRatioCases } from './shuffle-cases.ts';
import { type Cases, epsilonOf } from './shuffle-divergence.ts';
import { realisedEpsilon, type SubsetSelection } from './subset-selection.ts';

/**
 * Central epsilon: what a round reveals about one volunteer to somebody who sees all of its reports, shuffled. It holds
 * only if nobody but the shuffler can link a report to a device; say so wherever it is shown.
 */
export interface CentralEpsilon {
  readonly epsilon: number;
  readonly method: 'local' | 'strong-clone' | 'privacy-blanket';
}

/** What a bound leaves out to be fast, as a part of delta; it is added to delta again. */
const leftOut = 1e-10;

/**
 * The smallest of the upper bounds that have a complete proof: the local epsilon itself, the strong clone, and (for k >
 * 2) the privacy blanket. Rounded up only. Under a second for a million reports.
 *
 * The blanket is exact or nearly so: with three values and few reports it meets the exact epsilon of the worst data to
 * six digits; else it is 0.1 % (d = 1) to 3 % (d = 27) above the variation ratio, which is not proven for k > 2 and in
 * places wrong (see shuffle-cases.ts).
 *
 * @param reports n, from 1; for a release: the smallest number of reports that it may hold
 * @param delta above 0, below 1
 * @throws {RangeError} when `reports` or `delta` is out of range
 */
export function centralEpsilon(mechanism: SubsetSelection, reports: number, delta: number): CentralEpsilon {
  const shape = shapeOf(mechanism);
  const bounds: CentralEpsilon[] = [
    { epsilon: realisedEpsilon(mechanism), method: 'local' },
    { epsilon: strongCloneEpsilon(shape.ratio, reports, delta), method: 'strong-clone' },
  ];
  if (shape.domainSize > 2)
    bounds.push({ epsilon: bound(blanketCases, shape, reports, delta), method: 'privacy-blanket' });
  return bounds.reduce((best, next) => (next.epsilon < best.epsilon ? next : best));
}

/**
 * Generic bound for any mechanism with epsilon = ln(`ratio`): the strong clone (Feldman, McMillan, Talwar, SODA 2023).
 *
 * @throws {RangeError} as `centralEpsilon`
 */
export const strongCloneEpsilon = (ratio: number, reports: number, delta: number): number =>
  bound(variationRatioCases, { domainSize: 2, subsetSize: 1, ratio }, reports, delta);

/**
 * The published variation-ratio figure for subset selection, "exact" for k-RR: for comparison with other tools, not a
 * proven bound for k > 2.
 *
 * @throws {RangeError} as `centralEpsilon`
 */
export const variationRatioEpsilon = (mechanism: SubsetSelection, reports: number, delta: number): number =>
  bound(variationRatioCases, shapeOf(mechanism), reports, delta);

type CasesOf = (shape: Shape, reports: number, missed: number) => Cases;

function bound(casesOf: CasesOf, shape: Shape, reports: number, delta: number): number {
  if (!Number.isSafeInteger(reports) || reports < 1) throw new RangeError('reports: expected a whole number from 1');
  if (!(delta >= 1e-100 && delta < 1)) throw new RangeError('delta: expected a number from 1e-100 to below 1');
  return epsilonOf(casesOf(shape, reports, (delta * leftOut) / shape.ratio), delta);
}

const shapeOf = ({ domainSize, subsetSize, weightTrue, weightOther }: SubsetSelection): Shape => ({
  domainSize,
  subsetSize,
  ratio: weightTrue / weightOther,
});

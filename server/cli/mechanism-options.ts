import { type SubsetSelection, subsetSelection } from '../../core/privacy/subset-selection.ts';
import { refusing } from './bad-input.ts';

/** Beyond it no weights fit; `subsetSelection` says which do. */
export const largestEpsilon = 100;

/**
 * The mechanism that is shipped for `domainSize` values at `epsilon`.
 *
 * @throws {BadInput} when there is none, because its weights do not fit or a vote would say nothing
 */
export const shippedMechanism = (domainSize: number, epsilon: number): SubsetSelection =>
  refusing(() => subsetSelection(domainSize, epsilon));

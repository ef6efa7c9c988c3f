import { expect, test } from 'vitest';
import { centralEpsilon, strongCloneEpsilon, variationRatioEpsilon } from '../../../../core/privacy/amplification.ts';
import { type SubsetSelection, subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import vectors from './shuffle-amplification.json';
import olderBounds from './shuffle-amplification-fmt21.json';

/**
 * The vectors are for e^epsilon itself, not for the integer weights just below it: 2^40 makes the difference vanish.
 */
const unit = 2 ** 40;
const mechanismOf = (domainSize: number, subsetSize: number, epsilon: number): SubsetSelection => ({
  name: 'subset-selection',
  domainSize,
  subsetSize,
  weightTrue: Math.floor(Math.exp(epsilon) * unit),
  weightOther: unit,
});

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

test.each(vectors)('epsilon $epsilonLocal, $n reports, delta $delta', (vector) => {
  const { n, delta, epsilonLocal } = vector;
  const clone = strongCloneEpsilon(Math.exp(epsilonLocal), n, delta);
  expect(relative(clone, vector.strongCloneUpper)).toBeLessThan(1e-4);
  expect(clone).toBeGreaterThanOrEqual(vector.strongCloneLower);
  expect(clone).toBeGreaterThanOrEqual(vector.binaryRandomizedResponseExactLower);
  for (const [k, expected] of Object.entries(vector.kRandomizedResponse)) {
    expect(relative(variationRatioEpsilon(mechanismOf(Number(k), 1, epsilonLocal), n, delta), expected)).toBeLessThan(1e-4);
  }
  const shipped = subsetSelection(100, epsilonLocal);
  expect(relative(variationRatioEpsilon(shipped, n, delta), vector.subsetSelectionDomain100)).toBeLessThan(1e-4);
  // The proven bound: not below the published figure but for the rounding of its last digits, and never above the
  // generic one.
  const proven = centralEpsilon(shipped, n, delta).epsilon;
  expect(proven).toBeGreaterThanOrEqual(vector.subsetSelectionDomain100 * (1 - 1e-6));
  expect(proven).toBeLessThanOrEqual(clone);
  expect(centralEpsilon(subsetSelection(2, epsilonLocal), n, delta).epsilon).toBeGreaterThanOrEqual(
    vector.binaryRandomizedResponseExactLower * (1 - 1e-6),
  );
});

test.each(olderBounds)('not above the older clone bounds: epsilon $epsilonLocal, $n reports, delta $delta', (vector) => {
  const clone = strongCloneEpsilon(Math.exp(vector.epsilonLocal), vector.n, vector.delta);
  if (vector.upper !== null) expect(clone).toBeLessThanOrEqual(vector.upper);
  if (vector.closedForm !== null) expect(clone).toBeLessThanOrEqual(vector.closedForm);
});

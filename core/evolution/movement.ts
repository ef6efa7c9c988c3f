/**
 * How far a fit moved when a round was added: half the sum of the differences of all weights, 0 (not at all) to 1. It
 * compares two fits over the same pool and the same groups.
 *
 * @throws {RangeError} when the fits belong to different pools
 */
export function movement(before: Float64Array, after: Float64Array): number {
  if (before.length !== after.length) {
    throw new RangeError(`weights: expected two fits over one pool, got ${before.length} and ${after.length} texts`);
  }
  return before.reduce((sum, weight, text) => sum + Math.abs(weight - (after[text] as number)), 0) / 2;
}

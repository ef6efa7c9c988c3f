/**
 * Shares moved onto the simplex (none negative, sum 1), **for display only**: the nearest point, found by taking one
 * amount off every share and cutting at zero (Norm-Sub; Wang et al., NDSS 2020). It keeps the order and has a smaller
 * squared error where noise dominates. It is biased and amplifies poisoning, so nothing may be tested or compared on
 * it.
 *
 * @param shares raw unbiased shares of all k values, "none" included
 */
export function projectedShares(shares: readonly number[]): number[] {
  const descending = [...shares].sort((a, b) => b - a);
  let sum = 0;
  let amount = 0;
  for (const [i, share] of descending.entries()) {
    sum += share;
    const candidate = (sum - 1) / (i + 1);
    if (share <= candidate) break;
    amount = candidate;
  }
  return shares.map((share) => Math.max(share - amount, 0));
}

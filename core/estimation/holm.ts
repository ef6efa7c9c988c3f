/**
 * Holm's step-down test (1979): which hypotheses are rejected so that, under any dependence, the probability of even
 * one false rejection is at most `level`. Rejects the smallest p-values p(1) <= p(2) <= … of m while p(i) <= level / (m
 * - i + 1).
 *
 * @param pValues one per hypothesis, each valid by itself (P(p <= a) <= a when the hypothesis is true)
 */
export function holm(pValues: readonly number[], level: number): boolean[] {
  const rejected = pValues.map(() => false);
  const order = pValues.map((_, i) => i).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  for (const [done, index] of order.entries()) {
    if (!((pValues[index] as number) <= level / (pValues.length - done))) break;
    rejected[index] = true;
  }
  return rejected;
}

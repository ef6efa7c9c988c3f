import { logMass } from '../binomial.ts';

/**
 * How a count of `total` would be shared out between two groups of `first` and `second` reports if chance alone did it:
 * both tails of the count in the first group, P(X >= count) and P(X <= count). The smaller one is exact far into the
 * tail.
 *
 * P(X = x) = Bin(x; first, t) Bin(total - x; second, t) / Bin(total; first + second, t) for every t, so that the exact
 * binomial masses serve (core/binomial.ts); neighbours follow by their ratio.
 */
export function hypergeometricTails(
  count: number,
  total: number,
  first: number,
  second: number,
): { readonly upper: number; readonly lower: number } {
  const smallest = Math.max(0, total - second);
  const largest = Math.min(first, total);
  if (smallest === largest) return { upper: 1, lower: 1 };
  const t = total / (first + second);
  const mass = Math.exp(
    logMass(count, first, t) + logMass(total - count, second, t) - logMass(total, first + second, t),
  );
  const up = (x: number): number => ((first - x) * (total - x)) / ((x + 1) * (second - total + x + 1));
  // Away from the mean the terms only fall.
  let [beyond, term] = [0, mass];
  if (count * (first + second) >= first * total) {
    for (let x = count; x < largest && term > beyond * 1e-17; x++) {
      term *= up(x);
      beyond += term;
    }
    return { upper: Math.min(mass + beyond, 1), lower: 1 - beyond };
  }
  for (let x = count; x > smallest && term > beyond * 1e-17; x--) {
    term /= up(x - 1);
    beyond += term;
  }
  return { upper: 1 - beyond, lower: Math.min(mass + beyond, 1) };
}

import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';

/**
 * Binomial law of a count: mass, both tails, and exact (Clopper–Pearson) limits for its probability. The tails come
 * from a port of Boost's incomplete beta function; against sums of 80 digits (tests/vectors/core/binomial.json) they
 * are right to 3e-11 relative for n up to 1e6 and tails down to 1e-280 (smaller ones may come out as 0), the limits to
 * 1e-13. The mass is written here, because a difference of log-gamma values loses nine digits at n = 1e6.
 *
 * Throughout: `n` trials (an integer from 0), `p` in [0, 1].
 */

/** P(X <= count). */
export function lowerTail(count: number, n: number, p: number): number {
  if (count < 0) return 0;
  if (count >= n) return 1;
  return betainc(p, count + 1, n - count, true, true);
}

/** P(X >= count), exact far into the tail. */
export function upperTail(count: number, n: number, p: number): number {
  if (count <= 0) return 1;
  if (count > n) return 0;
  return betainc(p, count, n - count + 1);
}

/**
 * Largest p with P(X >= count) <= alpha: the lower Clopper–Pearson limit of one-sided error `alpha`; 0 for no count.
 */
export const lowerLimit = (count: number, n: number, alpha: number): number =>
  count <= 0 ? 0 : betaincinv(alpha, count, n - count + 1);

/**
 * Smallest p with P(X <= count) <= alpha: the upper Clopper–Pearson limit of one-sided error `alpha`; 1 for a full
 * count.
 */
export const upperLimit = (count: number, n: number, alpha: number): number =>
  count >= n ? 1 : betaincinv(alpha, count + 1, n - count, true);

/** Two-sided Clopper–Pearson interval for p of error at most `alpha`. */
export const clopperPearson = (count: number, n: number, alpha: number): { low: number; high: number } => ({
  low: lowerLimit(count, n, alpha / 2),
  high: upperLimit(count, n, alpha / 2),
});

/** ln P(X = count); -Infinity where that is impossible. Saddle-point form (Loader 2000): no cancellation at large n. */
export function logMass(count: number, n: number, p: number): number {
  const rest = n - count;
  if (count < 0 || rest < 0) return Number.NEGATIVE_INFINITY;
  if (count === 0) return rest === 0 ? 0 : rest * Math.log1p(-p);
  if (rest === 0) return count * Math.log(p);
  const scale = 0.5 * Math.log(n / (2 * Math.PI * count * rest));
  const corrections = stirlingError(n) - stirlingError(count) - stirlingError(rest);
  return scale + corrections - deviance(count, n * p) - deviance(rest, n * (1 - p));
}

/** x ln(x/m) + m - x, without cancellation near x = m. */
function deviance(x: number, m: number): number {
  const difference = x - m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  const v = difference / (x + m);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    term *= v * v;
    const next = sum + term / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * ln n! - ln(sqrt(2 pi n) (n/e)^n): from factorials while those are exact, then by its series (error below 1e-16 from n
 * = 16).
 */
function stirlingError(n: number): number {
  if (n < 16) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - (0.5 * Math.log(2 * Math.PI * n) + n * Math.log(n) - n);
  }
  const s = 1 / (n * n);
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - (691 / 360360) * s) * s) * s) * s) * s) / n;
}

import { upperTail } from '../binomial.ts';

/**
 * The test "does anybody hold v?" as a plan sees it: support probabilities p (of the holder's own value) and q (of any
 * other), and the one-sided level of one test. Volunteers are a sample, so the number of votes for a value of share f
 * is Bin(n, q + f (p - q)) exactly.
 */
export interface Detection {
  readonly p: number;
  readonly q: number;
  readonly level: number;
}

/** Probability asked of a share that is to be seen. */
export const power = 0.8;

/**
 * Smallest count that is significant among `n` reports. It is the first with P(Bin(n, q) >= count) <= level; n + 1 if
 * there is none.
 */
export function criticalCount({ q, level }: Detection, n: number): number {
  let low = Math.floor(n * q);
  let high = n + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (upperTail(middle, n, q) <= level) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** Probability that a value of share `f` is found significant among `n` reports. */
export function detectionPower(detection: Detection, n: number, f: number): number {
  const { p, q } = detection;
  return upperTail(criticalCount(detection, n), n, q + f * (p - q));
}

/**
 * Smallest share found with probability 0.8 among `n` reports, to 1e-10; null when even a share of 1 is found less
 * often.
 */
export function smallestDetectableShare(detection: Detection, n: number): number | null {
  const { p, q } = detection;
  const count = criticalCount(detection, n);
  const found = (f: number): boolean => upperTail(count, n, q + f * (p - q)) >= power;
  if (!found(1)) return null;
  let low = 0;
  let high = 1;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (found(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A search beyond this many volunteers is given up: no study has them. */
export const mostVolunteers = 1e9;

/**
 * Smallest n from which on *every* number of volunteers finds a share of `f` with probability 0.8; null when that is
 * more than 1e9.
 *
 * More volunteers do not always mean more power. While the critical count c stays, power rises with n. It drops where c
 * becomes c + 1, at the first n with P(Bin(n, q) >= c) > level. So there is one lowest point for each c, and these
 * points rise with c, except for the rounding of n. Bisection over c finds the last lowest point with power under 0.8.
 * The result lies between that point and the next one.
 */
export function volunteersNeeded(detection: Detection, f: number): number | null {
  const { p, q, level } = detection;
  const r = q + f * (p - q);
  const stepsAt = (count: number): number => firstBeyond(count, q, level);
  const lowPoint = (count: number): boolean => upperTail(count + 1, stepsAt(count), r) >= power;
  let good = 1;
  while (!lowPoint(good)) {
    good *= 2;
    if (stepsAt(good) > mostVolunteers) return null;
  }
  let bad = Math.floor(good / 2);
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2);
    if (lowPoint(middle)) good = middle;
    else bad = middle;
  }
  // One more volunteer is worth r votes; one step of the count brings f (p - q) / q more than it asks for. Rounding n
  // up can lift a low point by at most the former, so no low point this many steps on can fall under 0.8.
  const reach = good + Math.ceil((2 * q * r) / (f * (p - q))) + 8;
  for (let count = reach; count > good; count--) {
    if (!lowPoint(count)) {
      good = count + 1;
      break;
    }
  }
  // The tooth before the first good low point has the critical count `good`: its rising edge may reach 0.8 before the
  // step. It does not reach 0.8 before the tooth begins, because the low point there is a bad one.
  let low = 1;
  let high = stepsAt(good);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (upperTail(good, middle, r) >= power) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** First n with P(Bin(n, q) >= count) > level. */
function firstBeyond(count: number, q: number, level: number): number {
  let low = count;
  // Here the mean is at least `count`, so the tail is at least one half, which is above every level.
  let high = Math.ceil(count / q) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (upperTail(count, middle, q) > level) high = middle;
    else low = middle + 1;
  }
  return high;
}

import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';
import { shuffled } from '../privacy/shuffled.ts';

/**
 * Draws `count` indices, index i about `count * weights[i]` times: one step of equal length after the other through all
 * weights, in shuffled order, from a random start. The number of draws of an index is off its mean by less than one,
 * where independent draws would add noise of their own.
 *
 * @param weights not negative; their sum need not be 1
 * @returns indices in the order of the draws
 */
export function systematicDraws(weights: Float64Array, count: number, random: RandomBytes): Int32Array {
  const order = shuffled(Array.from(weights.keys()), random);
  const total = order.reduce((sum, index) => sum + (weights[index] as number), 0);
  const start = uniformBelow(2 ** 32, random) / 2 ** 32;
  const drawn = new Int32Array(count);
  let place = 0;
  let passed = weights[order[0] as number] as number;
  for (let i = 0; i < count; i++) {
    const position = ((i + start) / count) * total;
    while (passed <= position && place < order.length - 1) {
      place++;
      passed += weights[order[place] as number] as number;
    }
    drawn[i] = order[place] as number;
  }
  return drawn;
}

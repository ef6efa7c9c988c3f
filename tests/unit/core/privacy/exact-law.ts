import type { Draw } from '../../../../core/privacy/random-integers.ts';
import type { SubsetSelection } from '../../../../core/privacy/subset-selection.ts';
import type { Sampler } from '../../../defective-samplers.ts';

/** An exact probability. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const reduced = (over: bigint, under: bigint): Fraction => {
  const divisor = gcd(over, under);
  return { over: over / divisor, under: under / divisor };
};

/**
 * The exact law of a sampler: runs it once for every possible sequence of uniform draws and adds up the exact
 * probabilities of the votes, order of ids included.
 */
export function exactLaw(sampler: Sampler, trueAnswer: number, mechanism: SubsetSelection): Map<string, Fraction> {
  const law = new Map<string, Fraction>();
  // Counts through all sequences like an odometer whose wheels have the sizes the sampler asks for.
  const wheels: { value: number; bound: number }[] = [];
  for (;;) {
    let turn = 0;
    const draw: Draw = (bound) => {
      const wheel = wheels[turn] ?? { value: 0, bound };
      if (wheel.bound !== bound) throw new Error('the same draws must ask for the same bounds');
      wheels[turn++] = wheel;
      return wheel.value;
    };
    const vote = sampler(trueAnswer, mechanism, draw).join(' ');
    wheels.length = turn;
    const under = wheels.reduce((product, { bound }) => product * BigInt(bound), 1n);
    const known = law.get(vote) ?? { over: 0n, under: 1n };
    law.set(vote, reduced(known.over * under + known.under, known.under * under));
    while (wheels.length > 0) {
      const last = wheels.at(-1) as { value: number; bound: number };
      if (++last.value < last.bound) break;
      wheels.pop();
    }
    if (wheels.length === 0) return law;
  }
}

function subsets(domainSize: number, subsetSize: number): number[][] {
  if (subsetSize === 0) return [[]];
  return Array.from({ length: domainSize }, (_, id) => id).flatMap((id) =>
    subsets(id, subsetSize - 1).map((smaller) => [...smaller, id]),
  );
}

/** All ways in which a sampler departs from P(S | x) = (W if x in S, else M) / Z; empty when it is exactly that law. */
export function departuresFromLaw(sampler: Sampler, mechanism: SubsetSelection): string[] {
  const { domainSize, subsetSize, weightTrue, weightOther } = mechanism;
  const all = subsets(domainSize, subsetSize);
  const departures: string[] = [];
  for (let trueAnswer = 0; trueAnswer < domainSize; trueAnswer++) {
    const law = exactLaw(sampler, trueAnswer, mechanism);
    const weight = (subset: number[]): bigint => BigInt(subset.includes(trueAnswer) ? weightTrue : weightOther);
    const z = all.reduce((sum, subset) => sum + weight(subset), 0n);
    for (const subset of all) {
      const found = law.get(subset.join(' ')) ?? { over: 0n, under: 1n };
      law.delete(subset.join(' '));
      if (found.over * z !== weight(subset) * found.under) departures.push(`P(${subset} | ${trueAnswer})`);
    }
    for (const vote of law.keys()) departures.push(`impossible vote ${vote} for ${trueAnswer}`);
  }
  return departures;
}

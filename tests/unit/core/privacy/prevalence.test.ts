import { describe, expect, test } from 'vitest';
import {
  drawFragment,
  fragmentAnswerId,
  randomiseForFragment,
  readFragmentAnswer,
} from '../../../../core/privacy/prevalence.ts';
import { drawVote, realisedEpsilon, subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';

/** Weights small enough to enumerate every draw of the sampler. */
const small = { domainSize: 2, subsetSize: 1, weightTrue: 5, weightOther: 2 };
const mechanism = subsetSelection(2, 2);

/** How many of the equally likely draws end in each answer, given the true one. */
function draws(trueAnswer: number): number[] {
  const counts = [0, 0];
  for (let first = 0; first < 7; first++) {
    const [noisyAnswer = 0] = drawVote(trueAnswer, small, (bound) => (bound === 7 ? first : 0));
    counts[noisyAnswer] = (counts[noisyAnswer] ?? 0) + 1;
  }
  return counts;
}

describe('the law of a prevalence vote', () => {
  const fragments = 3;
  const states = Array.from({ length: 2 ** fragments }, (_, bits) => [0, 1, 2].map((v) => (bits >> v) & 1));
  /** P(id | x), exactly: all numerators over the denominator 3 x 7. */
  const law = (x: readonly number[]): number[] =>
    Array.from({ length: 2 * fragments }, (_, id) => {
      const { fragment, answer } = readFragmentAnswer(id);
      return draws(x[fragment] as number)[answer] as number;
    });

  test('is that of its formula, for every state of the device', () => {
    for (const x of states) {
      const numerators = law(x);
      expect(numerators.reduce((sum, each) => sum + each, 0)).toBe(fragments * 7);
      for (const [id, numerator] of numerators.entries()) {
        const { fragment, answer } = readFragmentAnswer(id);
        expect(numerator).toBe(answer === x[fragment] ? small.weightTrue : small.weightOther);
      }
    }
  });

  test('has a likelihood ratio of exactly W / M at most, over every two states and every vote', () => {
    let largest = 0;
    for (const x of states) {
      for (const other of states) {
        const [mine, theirs] = [law(x), law(other)];
        for (const [id, numerator] of mine.entries()) largest = Math.max(largest, numerator / (theirs[id] as number));
      }
    }
    expect(largest).toBe(small.weightTrue / small.weightOther);
    expect(Math.log(largest)).toBe(realisedEpsilon(small));
  });
});

test('an id is two numbers, and back', () => {
  for (let id = 0; id < 2 * 9_999; id++) {
    const { fragment, answer } = readFragmentAnswer(id);
    expect([0, 1]).toContain(answer);
    expect(fragmentAnswerId(fragment, answer)).toBe(id);
  }
});

test('fragments are drawn uniformly, and answers kept with probability p, with a fixed seed', () => {
  const random = seededRandom(11);
  const [fragments, votes] = [5, 20_000];
  const drawn = new Array<number>(fragments).fill(0);
  let kept = 0;
  for (let i = 0; i < votes; i++) {
    const fragment = drawFragment(fragments, random);
    drawn[fragment] = (drawn[fragment] ?? 0) + 1;
    const [id = -1] = randomiseForFragment(fragment, 1, mechanism, random);
    expect(readFragmentAnswer(id).fragment).toBe(fragment);
    kept += readFragmentAnswer(id).answer;
  }
  // Five standard deviations.
  for (const count of drawn) expect(Math.abs(count - votes / 5)).toBeLessThan(5 * Math.sqrt(votes * 0.16));
  const p = mechanism.weightTrue / (mechanism.weightTrue + mechanism.weightOther);
  expect(Math.abs(kept - votes * p)).toBeLessThan(5 * Math.sqrt(votes * p * (1 - p)));
});

test('refuses another mechanism, and a fragment or an answer that is none', () => {
  const random = seededRandom(1);
  expect(() => randomiseForFragment(0, 0, subsetSelection(3, 2), random)).toThrow('two answers');
  for (const fragment of [-1, 0.5, Number.NaN]) {
    expect(() => randomiseForFragment(fragment, 0, mechanism, random)).toThrow('fragment');
  }
  for (const answer of [-1, 2, 0.5]) expect(() => randomiseForFragment(0, answer, mechanism, random)).toThrow('answer');
});

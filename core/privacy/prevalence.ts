import { type RandomBytes, uniformBelow } from './random-integers.ts';
import { randomise, type SubsetSelection, type Vote } from './subset-selection.ts';

/**
 * The vote of a prevalence poll: a fragment that the device drew, and a randomised no or yes for it.
 *
 * **Law.** Let x_v be the true answer for fragment v: 0 no, 1 yes. Over n fragments and with the weights of a mechanism
 * over two answers, the vote names fragment v and answer a with
 *
 *     P(v, a | x) = (1 / n) * (W if a = x_v, else M) / (W + M).
 *
 * **Proof of epsilon-LDP.** The fragment is drawn uniformly and before any draft is read, so 1 / n does not depend on
 * x. What is left is binary randomised response: for every v, a and all x, x' the ratio is at most W / M. Hence pure
 * epsilon-LDP with epsilon = ln(W / M) about everything on the device, whatever anybody knows or computes.
 *
 * **Id.** On the wire and in the store a vote is one id of 2 n: twice the fragment, plus the answer.
 */
export const answersOfFragment = 2;

/** The id of an answer (0 no, 1 yes) for a fragment (from 0). */
export const fragmentAnswerId = (fragment: number, answer: number): number => answersOfFragment * fragment + answer;

/** The fragment and the answer that an id stands for. */
export const readFragmentAnswer = (id: number): { readonly fragment: number; readonly answer: number } => ({
  fragment: Math.floor(id / answersOfFragment),
  answer: id % answersOfFragment,
});

/** Draws the fragment that a device answers for. Call it before any draft is read, and once for a round. */
export const drawFragment = (fragments: number, random: RandomBytes): number => uniformBelow(fragments, random);

/**
 * Randomises the true answer for the fragment that was drawn.
 *
 * @param mechanism over two answers: 0 no, 1 yes
 * @throws {RangeError} when the mechanism has more answers, or `fragment` or `trueAnswer` is no such number
 */
export function randomiseForFragment(
  fragment: number,
  trueAnswer: number,
  mechanism: SubsetSelection,
  random: RandomBytes,
): Vote {
  if (mechanism.domainSize !== answersOfFragment) throw new RangeError('mechanism: expected two answers, no and yes');
  if (!Number.isSafeInteger(fragment) || fragment < 0) throw new RangeError('fragment: expected a whole number from 0');
  const [noisyAnswer = 0] = randomise(trueAnswer, mechanism, random);
  return [fragmentAnswerId(fragment, noisyAnswer)];
}

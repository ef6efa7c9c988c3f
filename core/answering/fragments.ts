import { foldedWords } from '../folding.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';

/** Fragments by their words: a step for each word, and at the last one the indices of the fragments that end there. */
interface Step {
  readonly next: Map<string, Step>;
  readonly ending: number[];
}
const step = (): Step => ({ next: new Map(), ending: [] });

function stepsOf(fragments: readonly string[]): Step {
  const root = step();
  for (const [index, fragment] of fragments.entries()) {
    let at = root;
    for (const word of foldedWords(fragment)) {
      const next = at.next.get(word) ?? step();
      at.next.set(word, next);
      at = next;
    }
    // A fragment without a word is never seen.
    if (at !== root) at.ending.push(index);
  }
  return root;
}

/**
 * A search for fragments that are the same for many drafts: tells the indices of those that stand, as whole consecutive
 * words, in a draft; ascending. The cost grows with the words of both, not with their product.
 */
export function fragmentSearch(fragments: readonly string[]): (draft: string) => number[] {
  const root = stepsOf(fragments);
  return (draft) => {
    const seen = new Set<number>();
    const words = foldedWords(draft);
    for (let from = 0; from < words.length; from++) {
      let at = root.next.get(words[from] as string);
      for (let position = from + 1; at; position++) {
        for (const index of at.ending) seen.add(index);
        at = at.next.get(words[position] as string);
      }
    }
    return [...seen].sort((a, b) => a - b);
  };
}

/** Indices of the fragments that stand in at least one draft; ascending. */
export function fragmentsSeen(drafts: readonly string[], fragments: readonly string[]): number[] {
  return inAny(drafts.map(fragmentSearch(fragments)));
}

/** Indices that are in at least one of the lists; ascending. */
const inAny = (lists: readonly (readonly number[])[]): number[] => [...new Set(lists.flat())].toSorted((a, b) => a - b);

/** The true answer of a prevalence poll for the one fragment that the device drew: 1 yes, 0 no. */
export const prevalenceAnswer = (drafts: readonly string[], fragment: string): number =>
  fragmentsSeen(drafts, [fragment]).length > 0 ? 1 : 0;

/**
 * The true answer of a `which` poll: one of the fragments seen, uniformly, or "none" (the id after the last fragment).
 */
export function fragmentAnswer(drafts: readonly string[], fragments: readonly string[], random: RandomBytes): number {
  return decideFragment(drafts.map(fragmentSearch(fragments)), fragments.length, random);
}

/**
 * The last step of `fragmentAnswer`, for drafts whose fragments are known.
 *
 * @param seen of each draft the indices of its fragments
 * @param none id of the answer "none"
 */
export function decideFragment(seen: readonly (readonly number[])[], none: number, random: RandomBytes): number {
  const any = inAny(seen);
  return any.length === 0 ? none : (any[uniformBelow(any.length, random)] as number);
}

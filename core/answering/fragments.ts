import { foldedWords } from '../folding.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';

/**
 * A search for fragments that are the same for many drafts: tells the indices of those that stand, as whole consecutive
 * tokens, in a draft; ascending.
 */
export function fragmentSearch(fragments: readonly string[]): (draft: string) => number[] {
  // Tokens hold no spaces, so a padded join turns "consecutive whole tokens" into "substring".
  const needles = fragments.map((fragment) => ` ${foldedWords(fragment).join(' ')} `);
  return (draft) => {
    const haystack = ` ${foldedWords(draft).join(' ')} `;
    return needles.flatMap((needle, index) => (needle.trim() !== '' && haystack.includes(needle) ? [index] : []));
  };
}

/** Indices of the fragments that stand in at least one draft; ascending. */
export function fragmentsSeen(drafts: readonly string[], fragments: readonly string[]): number[] {
  return inAny(drafts.map(fragmentSearch(fragments)));
}

/** Indices that are in at least one of the lists; ascending. */
const inAny = (lists: readonly (readonly number[])[]): number[] =>
  [...new Set(lists.flat())].toSorted((a, b) => a - b);

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

import { foldedWords } from '../folding.ts';
import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';

/** Indices of the fragments that stand, as whole consecutive tokens, in at least one draft; ascending. */
export function fragmentsSeen(drafts: readonly string[], fragments: readonly string[]): number[] {
  // Tokens hold no spaces, so a padded join turns "consecutive whole tokens" into "substring".
  const haystacks = drafts.map((draft) => ` ${foldedWords(draft).join(' ')} `);
  return fragments.flatMap((fragment, index) => {
    const needle = ` ${foldedWords(fragment).join(' ')} `;
    return needle.trim() !== '' && haystacks.some((haystack) => haystack.includes(needle)) ? [index] : [];
  });
}

/**
 * The true answer of a `which` poll: one of the fragments seen, uniformly, or "none" (the id after the last fragment).
 */
export function fragmentAnswer(drafts: readonly string[], fragments: readonly string[], random: RandomBytes): number {
  const seen = fragmentsSeen(drafts, fragments);
  return seen.length === 0 ? fragments.length : (seen[uniformBelow(seen.length, random)] as number);
}

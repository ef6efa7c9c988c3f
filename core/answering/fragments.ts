import { type RandomBytes, uniformBelow } from '../privacy/random-integers.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Word tokens of a text, NFKC and case-folded; what lies between words does not count. */
function tokens(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  return Array.from(words.segment(folded))
    .filter((segment) => segment.isWordLike)
    .map((segment) => segment.segment);
}

/** Indices of the fragments that stand, as whole consecutive tokens, in at least one draft; ascending. */
export function fragmentsSeen(drafts: readonly string[], fragments: readonly string[]): number[] {
  // Tokens hold no spaces, so a padded join turns "consecutive whole tokens" into "substring".
  const haystacks = drafts.map((draft) => ` ${tokens(draft).join(' ')} `);
  return fragments.flatMap((fragment, index) => {
    const needle = ` ${tokens(fragment).join(' ')} `;
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

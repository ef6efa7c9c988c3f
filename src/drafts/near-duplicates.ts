import { foldedWords } from '../../core/folding.ts';

/** Least part of the longer text that the shorter one must make up to count as the same draft. */
const leastOverlap = 0.5;

/** A text as two drafts are compared: without regard to case, spacing and punctuation. */
export const normalised = (text: string): string => foldedWords(text).join(' ');

/**
 * Whether two drafts are one text saved twice: equal up to case, spacing and punctuation, or the shorter one stands in
 * the longer one and makes up at least half of it. A paraphrase is another draft.
 */
export const nearDuplicates = (a: string, b: string): boolean => nearlyEqual(normalised(a), normalised(b));

/** The same for texts that are normalised already, where many are compared. */
export function nearlyEqual(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= leastOverlap * longer.length && ` ${longer} `.includes(` ${shorter} `);
}

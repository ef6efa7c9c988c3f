import { foldedWords } from '../../core/folding.ts';

/** Least part of the longer text that the shorter one must make up to count as the same draft. */
const leastOverlap = 0.5;

const normalised = (text: string): string => foldedWords(text).join(' ');

/**
 * Whether two drafts are one text saved twice: equal up to case, spacing and punctuation, or the shorter one stands in
 * the longer one and makes up at least half of it. A paraphrase is another draft.
 */
export function nearDuplicates(a: string, b: string): boolean {
  const [first, second] = [normalised(a), normalised(b)];
  const [shorter, longer] = first.length < second.length ? [first, second] : [second, first];
  return shorter.length >= leastOverlap * longer.length && ` ${longer} `.includes(` ${shorter} `);
}

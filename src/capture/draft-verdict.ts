import type { MarkedText } from './marked-text.ts';
import { linesWithOwnWords, ownWords } from './own-words.ts';
import { findSecret } from './secret-scan.ts';

/** Longer texts are not drafts of messages. */
export const longestDraft = 10_000;

/** What becomes of a field's text: a draft, or nothing, and why. */
export type DraftVerdict =
  | { readonly kind: 'draft'; readonly text: string }
  | { readonly kind: 'secret' }
  | { readonly kind: 'too-few-words' }
  | { readonly kind: 'too-long' };

/** A secret is also one that was typed only in part, and one that its typed parts make together. */
export function judgeText(content: MarkedText): DraftVerdict {
  const own = ownWords(content);
  const scanned = [linesWithOwnWords(content), own ?? ''];
  if (scanned.some((text) => findSecret(text) !== undefined)) return { kind: 'secret' };
  if (own === undefined) return { kind: 'too-few-words' };
  return own.length > longestDraft ? { kind: 'too-long' } : { kind: 'draft', text: own };
}

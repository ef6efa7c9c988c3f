/** Fewest words of a draft. */
const fewestWords = 3;
/** So many words in a row that stand in somebody else's text are taken to come from there. */
const sharedWords = 3;

/** Shorter pieces are word completions and corrected letters, not words of others. */
const shortestForeign = 8;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const wordsOf = (text: string): string[] =>
  Array.from(segmenter.segment(text.normalize('NFKC').toLowerCase()))
    .filter((segment) => segment.isWordLike)
    .map((segment) => segment.segment);

/** Where `after` differs from `before`: the text that came in between their common start and end. */
export function inserted(before: string, after: string): string {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return after.slice(start, after.length - end);
}

/** Leaves out what mail programs and people mark as somebody else's words: quoted lines, and all from "… wrote:" on. */
function withoutQuotes(text: string): string {
  const lines = text.split('\n');
  const reply = lines.findIndex((line) =>
    /^\s*(?:-+\s*original message\s*-+|(?:on\b.*\bwrote|am\b.*\bschrieb\b.*|le\b.*a écrit)\s*:)\s*$/i.test(line),
  );
  return lines
    .slice(0, reply === -1 ? undefined : reply)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n');
}

/**
 * The part of a field's text that its user typed.
 *
 * @param foreign texts that came into the field otherwise: prefilled, pasted, dropped, set by a script
 * @returns undefined when fewer than three words are left, or when foreign words were edited so that they cannot be
 * told apart
 */
export function ownWords(text: string, foreign: readonly string[]): string | undefined {
  let own = text;
  for (const piece of foreign.map((each) => each.trim()).sort((a, b) => b.length - a.length)) {
    if (piece.length >= shortestForeign) own = own.replace(piece, () => '\n');
  }
  own = withoutQuotes(own).trim();
  const words = wordsOf(own);
  if (words.length < fewestWords) return undefined;
  const runs = new Set(foreign.flatMap((piece) => runsOf(wordsOf(piece))));
  return runsOf(words).some((run) => runs.has(run)) ? undefined : own;
}

const runsOf = (words: readonly string[]): string[] =>
  words.length < sharedWords
    ? []
    : words.slice(sharedWords - 1).map((_, i) => words.slice(i, i + sharedWords).join(' '));

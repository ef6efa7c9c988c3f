import { type MarkedText, rangesOf } from './marked-text.ts';

/** Fewest words of a draft. */
const fewestWords = 3;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Counted up to the fewest words of a draft; languages without spaces have words too. */
function hasFewestWords(text: string): boolean {
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike && ++words === fewestWords) return true;
  return false;
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
 * The typed ranges of a text, put together. A foreign word or a part of one (a completion, a mention) is left out
 * without a trace; several foreign words leave a line break, so that what stood apart stays apart. Foreign spaces and
 * line breaks stay: they are no words, and editors make them.
 */
function typedRanges(content: MarkedText): string {
  let own = '';
  let apart = false;
  for (const { source, text } of rangesOf(content)) {
    const words = text.trim();
    if (source !== 'typed' && words !== '') {
      apart ||= /\s/.test(words);
      const at = text.indexOf(words);
      own = withSpace(withSpace(own, text.slice(0, at)), text.slice(at + words.length));
    } else if (apart && words !== '') {
      own = `${own.trimEnd()}\n${text.trimStart()}`;
      apart = false;
    } else own = own.endsWith(' ') && text.startsWith(' ') ? own + text.slice(1) : own + text;
  }
  return own;
}

/** Adds a space or line break, but no second space. */
const withSpace = (text: string, space: string): string =>
  /\s$/.test(text) && !space.includes('\n') ? text : text + space;

/**
 * The part of a field's text that its user typed.
 *
 * @returns undefined when it has fewer than three words
 */
export function ownWords(content: MarkedText): string | undefined {
  const own = withoutQuotes(typedRanges(content)).trim();
  return hasFewestWords(own) ? own : undefined;
}

/** The lines that hold typed text, foreign text in them included: where a secret may stand that was typed in part. */
export function linesWithOwnWords({ text, marks }: MarkedText): string {
  const lines: string[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (marks.slice(start, start + line.length).includes('t')) lines.push(line);
    start += line.length + 1;
  }
  return lines.join('\n');
}

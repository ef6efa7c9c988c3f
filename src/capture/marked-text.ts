/** Who wrote a character: the volunteer's keys, anything else, or nobody knows because it stood there before. */
export type Source = 'typed' | 'foreign' | 'unknown';

/** Letters for the sources, so that the marks of a text are a string of the same length. */
const markOf: Record<Source, string> = { typed: 't', foreign: 'f', unknown: 'u' };

/** A text with one mark for each of its UTF-16 code units. */
export interface MarkedText {
  readonly text: string;
  readonly marks: string;
}

export const marked = (text: string, source: Source): MarkedText => ({
  text,
  marks: markOf[source].repeat(text.length),
});

export const sliced = ({ text, marks }: MarkedText, start: number, end?: number): MarkedText => ({
  text: text.slice(start, end),
  marks: marks.slice(start, end),
});

export const joined = (...pieces: readonly MarkedText[]): MarkedText => ({
  text: pieces.map(({ text }) => text).join(''),
  marks: pieces.map(({ marks }) => marks).join(''),
});

/** `whole` with `piece` in the place of what stood from `start` to `end`. */
export const spliced = (whole: MarkedText, start: number, end: number, piece: MarkedText): MarkedText =>
  joined(sliced(whole, 0, start), piece, sliced(whole, end));

/** How many characters the volunteer typed. */
export function typedLength({ marks }: MarkedText): number {
  let length = 0;
  for (const mark of marks) if (mark === markOf.typed) length++;
  return length;
}

export const isTyped = ({ marks }: MarkedText): boolean => /^t*$/.test(marks);

/** The longest ranges of one source, in order. */
export function rangesOf({ text, marks }: MarkedText): { source: Source; text: string }[] {
  return Array.from(marks.matchAll(/t+|f+|u+/g), ({ 0: range, index }) => ({
    source: range[0] === 't' ? 'typed' : range[0] === 'f' ? 'foreign' : 'unknown',
    text: text.slice(index, index + range.length),
  }));
}

/** One change of a text: what stood from `start` to `end` gave way to `inserted`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** The change that lies between the longest common start and the longest common end of two texts. */
export function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, end: before.length - same, inserted: after.slice(start, after.length - same) };
}

/** How much a change changes, counted in characters. */
export const sizeOf = ({ start, end, inserted }: Change): number => end - start + inserted.length;

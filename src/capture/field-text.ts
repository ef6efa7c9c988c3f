import type { Place } from './announcement.ts';
import { localNameOf, parentNodeOf } from './safe-dom.ts';

/** The text of a field as its user sees it, and where in it something is about to happen. */
export interface Reading {
  readonly text: string;
  /** Missing when nothing is asked about, or when it lies in a part that is left out. */
  readonly place: Place | undefined;
}

/** Two points of the document; both a `StaticRange` and a `Range` are. */
export type Points = Pick<AbstractRange, 'startContainer' | 'startOffset' | 'endContainer' | 'endOffset'>;

/** What is longer is read no further. */
export const mostCharacters = 20_000;

/** Elements that begin and end a line. */
export const blocks: ReadonlySet<string> = new Set(
  `address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
  form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p section summary table tbody td tfoot th thead
  tr ul`.split(/\s+/),
);

/**
 * Characters that editors put in to hold a place for the caret, and that nobody sees. The joiners U+200C and U+200D
 * stay: they carry meaning in Persian and in emoji.
 */
const fillers = /[\u00ad\u200b\u2060-\u2064\ufeff]/g;

/** As it is read: editors write spaces as no-break spaces, and hold places with fillers. */
export const plainText = (text: string): string =>
  /[\u00a0\u00ad\u200b\u2060-\u2064\ufeff]/.test(text) ? text.replaceAll('\u00a0', ' ').replaceAll(fillers, '') : text;

/** @returns undefined when the text is too long to follow */
export function readTextField(field: HTMLInputElement | HTMLTextAreaElement): Reading | undefined {
  const { value } = field;
  if (value.length > mostCharacters) return undefined;
  const start = field.selectionStart ?? value.length;
  const end = field.selectionEnd ?? start;
  const place = {
    start: plainText(value.slice(0, start)).length,
    end: plainText(value.slice(0, end)).length,
    breaks: 0,
  };
  return { text: plainText(value), place };
}

/** The block around a node, inside of `root`; undefined when there is none. */
export function blockAround(node: Node, root: Node): Element | undefined {
  for (let each: Node | null = node; each && each !== root; each = parentNodeOf(each)) {
    if (each instanceof Element && blocks.has(localNameOf(each))) return each;
  }
  return undefined;
}

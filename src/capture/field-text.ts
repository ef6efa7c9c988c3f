import type { Place } from './announcement.ts';
import { firstChildOf, localNameOf, matches, nextSiblingOf, parentNodeOf } from './safe-dom.ts';

/** The text of a field as its user sees it, and where in it something is about to happen. */
export interface Reading {
  readonly text: string;
  /** Missing when nothing is asked about, or when it lies in a part that is left out. */
  readonly place: Place | undefined;
}

/** Two points of the document; both a `StaticRange` and a `Range` are. */
export type Points = Pick<AbstractRange, 'startContainer' | 'startOffset' | 'endContainer' | 'endOffset'>;

/** What is longer is read no further, so that a key costs the same in every text. */
const mostCharacters = 20_000;
const mostNodes = 2_000;

const blocks = new Set(
  `address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
  form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p section summary table tbody td tfoot th thead
  tr ul`.split(/\s+/),
);

/** Parts of an editor that hold other people's words or no words. */
const skipped =
  'blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, [contenteditable="false"], [data-donor-ignore], code, pre, head, style, script';

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

/**
 * Text of an editor or of a part of it. A line break stands around every block and table cell, and for every `<br>`
 * that does not end a block.
 *
 * @returns undefined when it is too long to follow
 */
export function readEditor(root: Node, points?: Points): Reading | undefined {
  const walk = new Walk(points);
  if (!walk.enter(root)) return undefined;
  const { text, start, end } = walk;
  return {
    text,
    place: start && { start: start.at, end: Math.max(start.at, end?.at ?? start.at), breaks: start.breaks },
  };
}

/** The block around a node, inside of `root`; undefined when there is none. */
export function blockAround(node: Node, root: Node): Element | undefined {
  for (let each: Node | null = node; each && each !== root; each = parentNodeOf(each)) {
    if (each instanceof Element && blocks.has(localNameOf(each))) return each;
  }
  return undefined;
}

interface Point {
  readonly at: number;
  readonly breaks: number;
}

class Walk {
  text = '';
  start: Point | undefined;
  end: Point | undefined;
  /** Line breaks that come before the next character, if one comes. */
  #breaks = 0;
  #nodes = 0;
  readonly #points: Points | undefined;

  constructor(points: Points | undefined) {
    this.#points = points;
  }

  /** @returns false when there is too much */
  enter(node: Node): boolean {
    if (++this.#nodes > mostNodes || this.text.length > mostCharacters) return false;
    if (node instanceof Text) {
      this.#read(node);
      return true;
    }
    let index = 0;
    for (let child = firstChildOf(node); child; child = nextSiblingOf(child)) {
      this.#pass(node, index++);
      if (!this.#enterChild(child)) return false;
    }
    this.#pass(node, index);
    return true;
  }

  #enterChild(child: Node): boolean {
    if (!(child instanceof Element)) return !(child instanceof Text) || this.enter(child);
    if (localNameOf(child) === 'br') {
      this.#breaks += 1;
      return true;
    }
    if (matches(child, skipped)) return true;
    if (!blocks.has(localNameOf(child))) return this.enter(child);
    this.#border();
    const wentOn = this.enter(child);
    this.#border();
    return wentOn;
  }

  #border(): void {
    this.#breaks = Math.max(this.#breaks, 1);
  }

  #read(node: Text): void {
    const { data } = node;
    const text = plainText(data);
    const lineStart = this.text === '' || this.#breaks > 0;
    // The source of a page may be indented between its blocks.
    const unseen = text === '' || (lineStart && /^\s*\n\s*$/.test(text));
    if (!unseen) {
      if (this.text !== '') this.text += '\n'.repeat(this.#breaks);
      this.#breaks = 0;
    }
    const point = (offset: number): Point =>
      unseen ? this.#here() : { at: this.text.length + plainText(data.slice(0, offset)).length, breaks: 0 };
    const points = this.#points;
    if (points?.startContainer === node) this.start = point(points.startOffset);
    if (points?.endContainer === node) this.end = point(points.endOffset);
    if (!unseen) this.text += text;
  }

  #pass(node: Node, index: number): void {
    const points = this.#points;
    if (points?.startContainer === node && points.startOffset === index) this.start = this.#here();
    if (points?.endContainer === node && points.endOffset === index) this.end = this.#here();
  }

  #here = (): Point => ({ at: this.text.length, breaks: this.text === '' ? 0 : this.#breaks });
}

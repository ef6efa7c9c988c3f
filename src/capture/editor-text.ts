import { blocks, mostCharacters, type Points, plainText, type Reading } from './field-text.ts';
import { firstChildOf, localNameOf, matches, nextSiblingOf } from './safe-dom.ts';

const mostNodes = 2_000;

/** Parts of an editor that hold other people's words or no words. */
const skipped =
  'blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, [contenteditable="false"], [data-donor-ignore], code, pre, head, style, script';

/** A text node that shows something, and where its text begins in what was read. */
interface Run {
  readonly node: Text;
  at: number;
  text: string;
}

/**
 * Text of an editor or of a part of it. A line break stands around every block and table cell, and for every `<br>`
 * that does not end a block.
 *
 * An editor is read twice for every key. It is walked again only after its structure changed. A key that changes one
 * text node, as most do, costs the same in every text.
 */
export class EditorText {
  readonly #root: Node;
  readonly #observer: MutationObserver;
  #text = '';
  /** In their order; undefined when the editor must be walked. */
  #runs: Map<Node, Run> | undefined;
  #changed = new Set<Node>();

  constructor(root: Node) {
    this.#root = root;
    this.#observer = new MutationObserver((records) => this.#note(records));
  }

  /** @returns undefined when it is too long to follow */
  read(points?: Points): Reading | undefined {
    this.#note(this.#observer.takeRecords());
    for (const node of this.#changed) this.#update(node);
    this.#changed.clear();
    const place = this.#placeOf(points);
    if (!this.#runs || (points && !place)) return this.#walk(points);
    return this.#text.length > mostCharacters ? undefined : { text: this.#text, place };
  }

  /** Stops watching; a later `read` begins anew. */
  forget(): void {
    this.#observer.disconnect();
    this.#runs = undefined;
    this.#changed.clear();
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { type, target } of records) {
      if (type === 'characterData' && this.#runs?.has(target)) {
        this.#changed.add(target);
        continue;
      }
      // Nothing more has to be watched until it is walked again.
      this.forget();
      return;
    }
  }

  #update(node: Node): void {
    const run = this.#runs?.get(node);
    if (!run) return;
    const text = plainText(run.node.data);
    // A node that shows nothing moves the line breaks around it.
    if (!/\S/.test(text)) {
      this.forget();
      return;
    }
    this.#text = this.#text.slice(0, run.at) + text + this.#text.slice(run.at + run.text.length);
    const by = text.length - run.text.length;
    for (const other of this.#runs?.values() ?? []) if (other.at > run.at) other.at += by;
    run.text = text;
  }

  /** Undefined where a walk must tell, such as between two nodes. */
  #placeOf(points: Points | undefined): Reading['place'] {
    const start = points && this.#runs?.get(points.startContainer);
    const end = points && this.#runs?.get(points.endContainer);
    if (!start || !end) return undefined;
    const at = (run: Run, offset: number) => run.at + plainText(run.node.data.slice(0, offset)).length;
    const from = at(start, points.startOffset);
    return { start: from, end: Math.max(from, at(end, points.endOffset)), breaks: 0 };
  }

  #walk(points: Points | undefined): Reading | undefined {
    this.forget();
    const walk = new Walk(points);
    if (!walk.enter(this.#root) || walk.text.length > mostCharacters) return undefined;
    this.#observer.observe(this.#root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['class', 'contenteditable', 'data-donor-ignore'],
    });
    this.#runs = walk.runs;
    this.#text = walk.text;
    const { text, start, end } = walk;
    return {
      text,
      place: start && { start: start.at, end: Math.max(start.at, end?.at ?? start.at), breaks: start.breaks },
    };
  }
}

interface Point {
  readonly at: number;
  readonly breaks: number;
}

class Walk {
  text = '';
  readonly runs = new Map<Node, Run>();
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
    if (unseen) return;
    this.runs.set(node, { node, at: this.text.length, text });
    this.text += text;
  }

  #pass(node: Node, index: number): void {
    const points = this.#points;
    if (points?.startContainer === node && points.startOffset === index) this.start = this.#here();
    if (points?.endContainer === node && points.endOffset === index) this.end = this.#here();
  }

  #here = (): Point => ({ at: this.text.length, breaks: this.text === '' ? 0 : this.#breaks });
}

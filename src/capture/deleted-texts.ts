import { joined, type MarkedText, sliced } from './marked-text.ts';

/** How many deleted texts an undo can bring back; older ones come back foreign. */
const mostDeleted = 100;

/**
 * What was deleted from a field lately, with its marks, so that undoing restores them together with the text.
 */
export class DeletedTexts {
  /** Newest last. */
  #texts: { at: number; piece: MarkedText }[] = [];

  /** Deleting key by key is one text: an undo brings it back at once. */
  add(piece: MarkedText, at: number): void {
    if (piece.text === '') return;
    const last = this.#texts.at(-1);
    if (last && at + piece.text.length === last.at)
      this.#texts[this.#texts.length - 1] = { at, piece: joined(piece, last.piece) };
    else if (last && at === last.at) this.#texts[this.#texts.length - 1] = { at, piece: joined(last.piece, piece) };
    else this.#texts.push({ at, piece });
    if (this.#texts.length > mostDeleted) this.#texts.shift();
  }

  /** The text that was deleted last and holds `text`, cut to it; undefined when none does. */
  find(text: string): MarkedText | undefined {
    for (const { piece } of this.#texts.toReversed()) {
      const at = piece.text.indexOf(text);
      if (at !== -1) return sliced(piece, at, at + text.length);
    }
    return undefined;
  }
}

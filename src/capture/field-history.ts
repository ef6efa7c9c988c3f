import { inserted, ownWords } from './own-words.ts';

/** Least part of a draft that must have been typed, counted in characters. */
const leastTyped = 0.5;

/** What an edit was, from the `inputType` of its event (Input Events Level 2). */
export type Edit = 'typing' | 'neutral' | 'foreign';

const typing = new Set([
  'insertText',
  'insertCompositionText',
  'insertFromComposition',
  'insertLineBreak',
  'insertParagraph',
]);

/**
 * Pasting, dropping, autofill, and everything a browser invents later count as foreign; deleting and formatting add no
 * words.
 */
export function editOf(inputType: string | undefined): Edit {
  if (inputType !== undefined && typing.has(inputType)) return 'typing';
  return /^(?:delete|history|format)/.test(inputType ?? '') ? 'neutral' : 'foreign';
}

/**
 * Where the text of one field came from. Told of every edit, it knows what its user typed and what a page, a paste or
 * autofill put there.
 */
export class FieldHistory {
  /**
   * Names the text in this field: a later edit replaces its draft. New when the page empties the field, as after
   * sending.
   */
  field: string;
  #known = '';
  #foreign: string[] = [];
  #typedCharacters = 0;
  /** Text that the browser announced as typed but that the page may enter by itself. */
  #announced = '';
  readonly #newField: () => string;

  constructor(newField: () => string) {
    this.#newField = newField;
    this.field = newField();
  }

  /** What stands in the field when nobody is editing: a difference to what was known was put there by the page. */
  see(value: string): void {
    if (value === this.#known) return;
    const piece = inserted(this.#known, value);
    if (value.trim() === '' && this.#known.trim() !== '') this.#startAnew();
    else if (piece.trim() !== '' && this.#announced.includes(piece.trim())) this.#typedCharacters += piece.length;
    else if (piece.trim() !== '') this.#foreign.push(piece);
    this.#announced = '';
    this.#known = value;
  }

  /** What a trusted edit is about to do to the field, which holds `value` now. */
  announce(value: string, edit: Edit, data: string | null): void {
    this.see(value);
    this.#announced = edit === 'typing' ? (data ?? '') : '';
  }

  /** What a trusted edit has made of the field. */
  edited(value: string, edit: Edit): void {
    const piece = inserted(this.#known, value);
    if (edit === 'typing') this.#typedCharacters += piece.length;
    if (edit === 'foreign' && piece.trim() !== '') this.#foreign.push(piece);
    this.#announced = '';
    this.#known = value;
  }

  /**
   * What the user typed of the text now in the field; undefined when that is too little, or cannot be told from the
   * rest.
   */
  typedText(value: string): string | undefined {
    this.see(value);
    const own = ownWords(value, this.#foreign);
    return own !== undefined && this.#typedCharacters >= leastTyped * own.length ? own : undefined;
  }

  #startAnew(): void {
    this.field = this.#newField();
    this.#foreign = [];
    this.#typedCharacters = 0;
  }
}

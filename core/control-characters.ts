/**
 * Characters that have no place in a study's words and texts: they cannot be seen, and some of them change the order in
 * which everything after them is read, so that a title could say one thing and show another.
 */
const refused: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  // The first two patterns are the Unicode property Bidi_Control.
  { pattern: /[\u202a-\u202e\u2066-\u2069]/, name: 'a control character that turns the direction of writing' },
  { pattern: /[\u061c\u200e\u200f]/, name: 'an invisible mark of the direction of writing' },
  { pattern: /\t/, name: 'a tab' },
  { pattern: /[\r\n\u0085\u2028\u2029]/, name: 'a line break' },
  { pattern: /\p{Cc}/u, name: 'a control character' },
  { pattern: /[\u200b\u2060\ufeff\u00ad]/, name: 'an invisible character' },
  { pattern: /\ufffd/, name: 'the sign for a character that was lost in a conversion' },
  { pattern: /\p{Cs}/u, name: 'half of a character' },
  { pattern: /\p{Noncharacter_Code_Point}/u, name: 'a code that is no character' },
];

export interface RefusedCharacter {
  /** Position in UTF-16 code units. */
  readonly index: number;
  /** Such as `U+202E`. */
  readonly code: string;
  /** What it is, in words. */
  readonly name: string;
}

/**
 * The first character of `text` that is refused; undefined when all of them are fine. Joiners are fine: Persian, Hindi
 * and emoji need them.
 *
 * @param lineBreaks whether the text may have several lines, ended by "\n"
 */
export function refusedCharacter(
  text: string,
  { lineBreaks = false }: { readonly lineBreaks?: boolean } = {},
): RefusedCharacter | undefined {
  let index = 0;
  for (const character of text) {
    const found = character === '\n' && lineBreaks ? undefined : refused.find(({ pattern }) => pattern.test(character));
    if (found) {
      const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return { index, code: `U+${digits}`, name: found.name };
    }
    index += character.length;
  }
  return undefined;
}

import { IntlMessageFormat } from 'intl-messageformat';

/** What fills the places of a sentence. Numbers and dates (milliseconds since 1970) are written as the locale does. */
export type Values = Readonly<Record<string, string | number>>;

/** Makes a node of the words between `<name>` and `</name>`, such as a link. */
export type Wrap<Node> = (words: (string | Node)[]) => Node;

/** Says the sentences of one catalogue. `Key` names them. */
export interface Speaker<Key extends string> {
  /** Of numbers, dates and plurals (BCP 47). */
  readonly locale: string;
  /** A sentence as text. */
  say(key: Key, values?: Values): string;
  /** A sentence with nodes in it, in order. */
  tell<Node>(key: Key, values: Readonly<Record<string, string | number | Node | Wrap<Node>>>): (string | Node)[];
}

/**
 * A speaker of the sentences that `textOf` gives, written in ICU MessageFormat.
 *
 * @throws when it is asked for a sentence with a mistake in its syntax, or without one of its values
 */
export function createSpeaker<Key extends string>(textOf: (key: Key) => string, locale: string): Speaker<Key> {
  const read = new Map<Key, IntlMessageFormat>();
  const formatOf = (key: Key): IntlMessageFormat => {
    const known = read.get(key) ?? new IntlMessageFormat(textOf(key), locale);
    read.set(key, known);
    return known;
  };
  return {
    locale,
    say: (key, values) => String(formatOf(key).format(values)),
    tell: (key, values) => [formatOf(key).format(values as never)].flat() as never,
  };
}

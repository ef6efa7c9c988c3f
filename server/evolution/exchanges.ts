/** A word or phrase of a text, and what may stand in its place. */
export interface Exchange {
  readonly operation: 'slot' | 'number' | 'time' | 'kind';
  /** Position in the text. */
  readonly start: number;
  readonly found: string;
  readonly others: readonly string[];
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  'January',
  'February',
  'April',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const numbers = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const times: readonly (readonly string[])[] = [
  days,
  months,
  ['this morning', 'this afternoon', 'this evening'],
  ['tomorrow morning', 'tomorrow afternoon', 'tomorrow evening'],
];

/** Whole words or phrases of a list in a text, in any case. */
function listExchanges(text: string, list: readonly string[], operation: Exchange['operation']): Exchange[] {
  return list.flatMap((word) => {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}])${RegExp.escape?.(word) ?? word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'giu',
    );
    return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
      operation,
      start: index,
      found,
      others: list.filter((other) => other.toLowerCase() !== found.toLowerCase()),
    }));
  });
}

/** What the study file's slots, its times and its numbers allow to exchange in a text. */
export function exchangesOf(text: string, slots: readonly (readonly string[])[]): Exchange[] {
  return [
    ...slots.flatMap((list) => listExchanges(text, list, 'slot')),
    ...times.flatMap((list) => listExchanges(text, list, 'time')),
    ...listExchanges(text, numbers, 'number'),
    ...digitExchanges(text),
  ];
}

/** Small whole numbers that stand alone; years, prices with cents, times of day and phone numbers stay. */
function digitExchanges(text: string): Exchange[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}.,:/-])(\d{1,2})(?![\p{L}\p{N}]|[.,:/-]\d)/gu)].flatMap(
    ({ index, 0: found }) => {
      const number = Number(found);
      if (number < 2) return [];
      const near = [number - 1, number + 1, number + 2, 2 * number].filter((other) => other >= 2 && other < 100);
      return [{ operation: 'number' as const, start: index, found, others: near.map(String) }];
    },
  );
}

/** The text with another word in that place; a capital stays one, and "a" or "an" before it fits. */
export function exchanged(text: string, { start, found }: Exchange, other: string): string {
  const isCapital = /^\p{Lu}/u.test(found) && (start === 0 || !/^\p{Lu}/u.test(other));
  const word = isCapital ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other;
  const before = text
    .slice(0, start)
    .replace(/(?<![\p{L}])([Aa])n?( )$/u, (_whole, a: string, space: string) =>
      /^[aeiou]/i.test(other) ? `${a}n${space}` : `${a}${space}`,
    );
  return `${before}${word}${text.slice(start + found.length)}`;
}

import { type Percentages, percentagesOf } from '../../core/percent.ts';
import { createSpeaker, type Speaker } from '../../core/words/speaker.ts';
import { readCatalogue } from './catalogues.ts';
import { type Language, languages, locales } from './languages.ts';
import type { SentenceKey } from './sentence-keys.ts';

/** How to speak to whoever reads: sentences, numbers and dates of one language. */
export interface Reader extends Speaker<SentenceKey>, Percentages {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  /** "2,000" */
  count(value: number): string;
  /** Three significant digits, which is more than any epsilon deserves. */
  epsilon(value: number): string;
  /** "1.25" */
  twoDecimals(value: number): string;
  /** "9.1 to 15.6%" */
  percentRange(low: number, high: number): string;
  /** "30 June 2027 at 00:00 UTC" */
  time(iso: string): string;
  /** "1, 2 and 3" */
  list(items: readonly string[]): string;
}

function createReader(language: Language): Reader {
  const locale = locales[language];
  const sentences = readCatalogue(language);
  const speaker = createSpeaker<SentenceKey>((key) => sentences[key], locale);
  const percentages = percentagesOf(locale);
  const { oneDecimal, percent } = percentages;
  const numbers = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number): string => format.format(value);
  };
  const dates = new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: 'UTC', timeZoneName: 'short' },
  });
  const lists = new Intl.ListFormat(locale);
  return {
    ...speaker,
    ...percentages,
    language,
    direction: speaker.say('language_direction') === 'rtl' ? 'rtl' : 'ltr',
    count: numbers({ maximumFractionDigits: 0 }),
    epsilon: numbers({ maximumSignificantDigits: 3 }),
    twoDecimals: numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    percentRange: (low, high) => speaker.say('range', { low: oneDecimal(low), high: percent(high) }),
    time: (iso) => dates.format(new Date(iso)),
    list: (items) => lists.format(items),
  };
}

const readers = Object.fromEntries(languages.map((language) => [language, createReader(language)])) as Readonly<
  Record<Language, Reader>
>;

/** The reader of a language. All catalogues are read once, when the program starts. */
export const readerOf = (language: Language): Reader => readers[language];

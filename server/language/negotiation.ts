import Negotiator from 'negotiator';
import { type Language, languages } from './languages.ts';

const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

/** Name of the parameter by which the address of a page asks for a language. */
export const languageParameter = 'lang';

/**
 * The language that an address asks for; undefined when it asks for none. What is no language of ours is English, so
 * that an address means the same to everybody.
 */
export function languageOfAddress(query: unknown): Language | undefined {
  const asked = (query as Record<string, unknown> | null)?.[languageParameter];
  if (asked === undefined) return undefined;
  return isLanguage(asked) ? asked : 'en';
}

/** Longest header that is read, in characters. Browsers send a tenth of it. */
const longestHeader = 1000;

/**
 * The language of ours that an `Accept-Language` header (RFC 9110, section 12.5.4) prefers; English when it prefers
 * none. A tag with a region stands for its language, also where the language is named with less weight: German of
 * Austria before English is German.
 */
export function languageOfHeader(header = '*'): Language {
  if (header.length > longestHeader) return 'en';
  const negotiator = new Negotiator({ headers: { 'accept-language': header } });
  for (const tag of negotiator.languages()) {
    if (tag === '*') break;
    const language = tag.split('-')[0]?.toLowerCase();
    if (isLanguage(language)) return language;
  }
  const [left] = negotiator.languages([...languages]);
  return isLanguage(left) ? left : 'en';
}

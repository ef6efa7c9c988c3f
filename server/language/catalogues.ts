import { readdirSync, readFileSync } from 'node:fs';
import type { Language } from './languages.ts';
import type { SentenceKey } from './sentence-keys.ts';

/** All sentences of one language. */
export type Catalogue = Readonly<Record<SentenceKey, string>>;

/** Reads the sentences of `language`: the server's own, and those that it shares with the extension. */
export function readCatalogue(language: Language): Catalogue {
  const own = new URL(`../_locales/${language}/`, import.meta.url);
  const files = [
    ...readdirSync(own).map((name) => new URL(name, own)),
    new URL(`../../core/words/locales/${language}.json`, import.meta.url),
  ];
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const locales = join(root, 'src/_locales');
const folders = [locales, join(root, 'server/_locales')];

/** The languages of the extension's catalogues. */
export const languages = readdirSync(locales);

/** Files of one language's sentences: those of the extension, those of the server, and those that both say. */
export const catalogueFiles = (language: string): string[] => [
  ...folders.flatMap((folder) => readdirSync(join(folder, language)).map((file) => join(folder, language, file))),
  join(root, `core/words/locales/${language}.json`),
];

/** Sentences of one file by key. */
export const readSentences = (file: string): Record<string, string> => JSON.parse(readFileSync(file, 'utf8'));

/** All sentences of one language by key. */
export const readCatalogue = (language: string): Record<string, string> =>
  Object.assign({}, ...catalogueFiles(language).map(readSentences));

import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Writes each language's sentences into the one file that browsers read. They are kept a file a page; those of
 * core/words are shared with the server.
 */
export function catalogues(root: string): Plugin {
  const locales = resolve(root, 'src/_locales');
  return {
    name: 'catalogues',
    apply: 'build',
    generateBundle() {
      for (const language of readdirSync(locales)) {
        const files = readdirSync(resolve(locales, language)).map((file) => resolve(locales, language, file));
        const messages = [...files, resolve(root, `core/words/locales/${language}.json`)].flatMap((file) =>
          Object.entries<string>(JSON.parse(readFileSync(file, 'utf8'))).map(([key, sentence]) => [
            key,
            // A dollar sign would begin a placeholder of the browser's own.
            { message: sentence.replaceAll('$', '$$$$') },
          ]),
        );
        this.emitFile({
          type: 'asset',
          fileName: `_locales/${language}/messages.json`,
          source: JSON.stringify(Object.fromEntries(messages)),
        });
      }
    },
  };
}

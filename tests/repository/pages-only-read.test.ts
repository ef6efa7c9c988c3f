import { expect, test } from 'vitest';
import { linesWith, readText, trackedFiles } from './tracked-files.ts';

const pages = /^src\/pages\/.*\.tsx?$/;

test('pages of the extension read through the stores, never past them', () => {
  expect(linesWith(pages, /\bdatabase\s*\.\s*(?!ts\b)\w+|\bindexedDB\b|\.objectStore\(/)).toEqual([]);
});

/** Names of functions that only look. Everything that changes something goes to the background as a message. */
const looks =
  /^(?:list|read|count|is|same|waiting|joined|rounds?|study|cohort|next|most|default|largest|caps|sharedDatabase)/;

test('pages of the extension import nothing from the stores that changes them', () => {
  const imports =
    /import (?!type )\{([^}]*)\} from '[./]*\/(?:storage|drafts|sites|reports|studies|ledger|donation)\//g;
  const names = trackedFiles(pages).flatMap((path) =>
    Array.from(readText(path).matchAll(imports), ([, list = '']) => list.split(','))
      .flat()
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ path, name })),
  );
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter(({ name }) => !looks.test(name))).toEqual([]);
});

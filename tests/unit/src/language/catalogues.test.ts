import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { catalogueFiles, languages, readCatalogue, readSentences } from '../../../catalogues.ts';

const english = readCatalogue('en');

/** Names of the values and tags that a sentence needs, those inside plurals included. */
const placesOf = (sentence: string): string[] => {
  const names = new Set<string>();
  JSON.stringify(new IntlMessageFormat(sentence, 'en').getAst(), (key, value) => {
    // Literals hold their words as a value, too, and number signs have none.
    if (typeof value?.value === 'string' && value.type !== 0) names.add(value.value);
    return key === 'location' ? undefined : value;
  });
  return [...names].sort();
};

test.each(languages)('every sentence of %s can be read, under a name of its own', (language) => {
  const names = catalogueFiles(language).flatMap((file) => Object.keys(readSentences(file)));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  // Browsers compare the names of sentences without regard to case.
  expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    expect(sentence.trim(), name).toBe(sentence);
    expect(() => new IntlMessageFormat(sentence, language), name).not.toThrow();
  }
});

test.each(languages)('the sentences of %s have the same places to fill as those of en', (language) => {
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    expect(Object.keys(english)).toContain(name);
    expect(placesOf(sentence), name).toEqual(placesOf(english[name] ?? ''));
  }
});

test.each(languages)('stores take the name and description in %s', (language) => {
  const { extension_name, extension_description } = readCatalogue(language);
  expect(extension_name?.length).toBeLessThanOrEqual(75);
  expect(extension_description?.length).toBeLessThanOrEqual(132);
});

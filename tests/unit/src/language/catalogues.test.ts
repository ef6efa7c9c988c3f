import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import manifest from '../../../../manifest.json' with { type: 'json' };
import { catalogueFiles, languages, readCatalogue, readSentences } from '../../../catalogues.ts';
import { usedSentences } from '../../../said-sentences.ts';

const english = readCatalogue('en');
const translations = languages.filter((language) => language !== 'en');

/**
 * What may be the same in two languages: names, and minutes in French. Single words may be, too: "Budget" is German and
 * French.
 */
const alike = new Set(['Data Donor', '{count, plural, one {# minute} other {# minutes}}']);

/** What stands in a sentence, in the order in which it stands there, that inside plurals and tags included. */
interface Place {
  readonly type: number;
  readonly value?: string;
  readonly options?: Record<string, unknown>;
  readonly pluralType?: Intl.PluralRuleType;
}
function partsOf(sentence: string): Place[] {
  const parts: Place[] = [];
  JSON.stringify(new IntlMessageFormat(sentence, 'en').getAst(), (key, value) => {
    if (typeof value?.type === 'number') parts.push(value);
    return key === 'location' ? undefined : value;
  });
  return parts;
}
const [literal, plural, tag] = [0, 6, 8];

/** Names of the values and tags that a sentence needs. */
const placesOf = (sentence: string): string[] =>
  [...new Set(partsOf(sentence).flatMap(({ type, value }) => (type === literal || !value ? [] : [value])))].sort();

test.each(languages)('every sentence of %s can be read, under a name of its own', (language) => {
  const names = catalogueFiles(language).flatMap((file) => Object.keys(readSentences(file)));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  // Browsers compare the names of sentences without regard to case.
  expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    expect(sentence.trim(), name).toBe(sentence);
    expect(sentence, name).not.toBe('');
    expect(() => new IntlMessageFormat(sentence, language), name).not.toThrow();
  }
});

test.each(languages)('the sentences of %s have the same places to fill as those of en', (language) => {
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    expect(Object.keys(english)).toContain(name);
    expect(placesOf(sentence), name).toEqual(placesOf(english[name] ?? ''));
  }
});

test.each(translations)('%s has every sentence that en has', (language) => {
  const own = readCatalogue(language);
  expect(Object.keys(readCatalogue('en')).filter((name) => !(name in own))).toEqual([]);
});

test.each(translations)('no sentence of %s is a copy of the English one', (language) => {
  const copies = Object.entries(readCatalogue(language)).filter(
    ([name, sentence]) => sentence === english[name] && !alike.has(sentence) && isPhrase(sentence),
  );
  expect(copies).toEqual([]);
});

/** Whether a sentence holds two words or more beside what is filled in. */
const isPhrase = (sentence: string): boolean =>
  /\p{L}.*\s.*\p{L}/u.test(
    partsOf(sentence)
      .map(({ type, value }) => (type === literal ? value : ' '))
      .join(''),
  );

/** Numbers as large as they come here; Spanish and French have a form of their own for millions. */
const counts = Array.from({ length: 10_001 }, (_, count) => count);

test.each(languages)('the plurals of %s have each form that the language has for the numbers that come', (language) => {
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    for (const { options = {}, pluralType } of partsOf(sentence).filter(({ type }) => type === plural)) {
      const rules = new Intl.PluralRules(language, { type: pluralType ?? 'cardinal' });
      const forms = Object.keys(options).filter((form) => !form.startsWith('='));
      const needed = new Set(counts.map((count) => rules.select(count)));
      expect(forms, name).toEqual(expect.arrayContaining([...needed]));
      expect(rules.resolvedOptions().pluralCategories, name).toEqual(expect.arrayContaining(forms));
    }
  }
});

/** Quotation marks of a language; what stands between them may be quoted once more. */
const quotes: Record<string, RegExp> = {
  en: /[„«»]/,
  de: /[”«»]/,
  es: /[„]/,
  fr: /[“”„]/,
};

test.each(languages)('the sentences of %s are set as the language sets them', (language) => {
  for (const [name, sentence] of Object.entries(readCatalogue(language))) {
    // A straight apostrophe would keep what follows from being filled in.
    expect(sentence, name).not.toMatch(/"|'[{<]|\.\.\.|--| {2}| [.,;]/);
    expect(sentence, name).not.toMatch(quotes[language] ?? /^$/);
    // Tags mark words of a sentence. What they become is the page's business.
    expect(sentence, name).not.toMatch(/<\w+\s|<\w+\/>/);
  }
});

test.each(languages)('stores take the name and description in %s', (language) => {
  const { extension_name, extension_description } = readCatalogue(language);
  expect(extension_name?.length).toBeLessThanOrEqual(75);
  expect(extension_description?.length).toBeLessThanOrEqual(132);
});

const used = usedSentences();

test('every sentence is said somewhere', () => {
  const inManifest = Array.from(JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g), ([, name]) => name);
  const unused = Object.keys(readCatalogue('en')).filter(
    (name) => !used.names.has(name) && !inManifest.includes(name) && !used.patterns.some((some) => some.test(name)),
  );
  expect(unused).toEqual([]);
});

test('whoever says a sentence fills all its places, and no others', () => {
  expect(used.said.length).toBeGreaterThan(50);
  for (const { where, key, values } of used.said) {
    if (values === undefined || !(key in english)) continue;
    expect({ where, values: [...values].sort() }).toEqual({ where, values: placesOf(english[key] ?? '') });
  }
});

test('tags stand around words', () => {
  for (const language of languages) {
    for (const [name, sentence] of Object.entries(readCatalogue(language))) {
      for (const part of partsOf(sentence).filter(({ type }) => type === tag)) {
        expect(JSON.stringify(part), `${language} ${name}`).toMatch(/"type":[0-9]+,"value".*"type":/);
      }
    }
  }
});

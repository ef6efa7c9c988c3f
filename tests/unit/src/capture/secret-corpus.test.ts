import { describe, expect, it, test } from 'vitest';
import { findSecret } from '../../../../src/capture/secret-scan.ts';
import { messages } from './ordinary-messages.ts';
import { kinds, plantedSecrets, respelled, seedSpellings } from './secret-corpus.ts';

const planted = plantedSecrets(12);

describe('planted secrets', () => {
  it('are of at least 25 kinds', () => expect(kinds.length).toBeGreaterThanOrEqual(25));

  it.each(kinds)('keeps nothing of: %s', (kind) => {
    const kept = planted
      .filter((secret) => secret.kind === kind)
      .flatMap((secret) => respelled(secret))
      .filter(([, text]) => findSecret(text) === undefined);
    expect(kept).toEqual([]);
  });

  it.each(Object.entries(seedSpellings))('finds a seed phrase with %s', (_, respell) => {
    const phrases = planted.filter(({ kind }) => kind === 'seed phrase').map(({ secret }) => respell(secret));
    expect(phrases.filter((text) => findSecret(text) !== 'seed-phrase')).toEqual([]);
  });
});

describe('ordinary messages', () => {
  it('are at least 100 different ones in each of eight languages', () => {
    const languages = [...new Set(messages.map(({ language }) => language))];
    expect(languages).toEqual(['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl']);
    for (const language of languages) {
      const texts = new Set(messages.filter((each) => each.language === language).map(({ text }) => text));
      expect(texts.size).toBeGreaterThanOrEqual(100);
    }
  });

  it('are refused in at most one of a hundred', () => {
    const refused = messages
      .map(({ language, text }) => ({ language, text, secret: findSecret(text) }))
      .filter(({ secret }) => secret !== undefined);
    expect(refused.length, JSON.stringify(refused, null, 1)).toBeLessThanOrEqual(messages.length / 100);
  });
});

test.each([
  ['digits', '4111 '.repeat(2_000)],
  ['digits in one block', '4012345678'.repeat(1_000)],
  ['letters', 'a'.repeat(10_000)],
  ['dashes', '-'.repeat(10_000)],
  ['hexadecimal groups', 'dead '.repeat(2_000)],
  ['names of passwords', 'password '.repeat(1_100)],
  ['names of codes', 'code is '.repeat(1_250)],
  ['words of seed phrases', 'abandon '.repeat(1_250)],
  ['country codes', 'DE12'.repeat(2_500)],
  ['links', 'https://a:'.repeat(1_000)],
  [
    'ordinary messages',
    messages
      .map(({ text }) => text)
      .join('\n')
      .slice(0, 10_000),
  ],
])('10 000 characters of %s come to an end', (_, text) => {
  // A pattern that tries again and again would run into the time limit of the test.
  expect([undefined, 'string']).toContain(findSecret(text) && 'string');
});

import { expect, test } from 'vitest';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { exchanged, exchangesOf } from '../../../../server/evolution/exchanges.ts';
import { wordsProvider } from '../../../../server/evolution/words-provider.ts';

const vary = async (text: string, slots: readonly (readonly string[])[] = [], each = 20) => {
  const signal = new AbortController().signal;
  return wordsProvider(slots).vary([{ text }], each, { random: seededRandom(1), signal });
};

test('nouns become other kinds of the same thing, by WordNet', async () => {
  const varied = await vary('Shall we play tennis before lunch?');
  const kinds = varied.filter(({ operation }) => operation === 'kind').map(({ text }) => text);
  expect(kinds).toContain('Shall we play volleyball before lunch?');
  expect(kinds).toContain('Shall we play tennis before dinner?');
  expect(varied.every(({ parent }) => parent === 'Shall we play tennis before lunch?')).toBe(true);
});

test.each([
  ['a name', 'Anna likes Turkey.'],
  ['the first of several nouns', 'The bread knife is lost.'],
  ['a word of many meanings', 'That is the point of the matter.'],
  ['a text without a noun that it knows', 'I am so glad that you could come.'],
])('%s stays as it is', async (_what, text) => {
  expect(await vary(text)).toEqual([]);
});

test('words of the slots stand for each other, in any case and as whole words', async () => {
  const slots = [
    ['my sister', 'my neighbour'],
    ['art', 'music'],
  ];
  const texts = (await vary('My sister is a smart artist.', slots)).map(({ text }) => text);
  expect(texts).toEqual(['My neighbour is a smart artist.']);
});

test.each([
  ['We need 4 chairs.', ['3', '5', '6', '8']],
  ['It was 3.50 in 1999.', []],
  ['Come at 10:30 or 9-11.', []],
  ['Call 030/22 now', []],
  ['One of 1 kind.', []],
])('small whole numbers change, and nothing else with digits: %s', (text, others) => {
  expect(exchangesOf(text, []).flatMap((exchange) => exchange.others)).toEqual(others);
});

test('a capital stays one, and the article fits what follows it', () => {
  const [soup] = exchangesOf('Soup again?', [['soup', 'pasta']]);
  expect(soup && exchanged('Soup again?', soup, 'pasta')).toBe('Pasta again?');
  const [apple] = exchangesOf('Is it an apple?', [['apple', 'pear']]);
  expect(apple && exchanged('Is it an apple?', apple, 'pear')).toBe('Is it a pear?');
  const [pear] = exchangesOf('Is it a pear?', [['apple', 'pear']]);
  expect(pear && exchanged('Is it a pear?', pear, 'apple')).toBe('Is it an apple?');
});

test('one seed makes the same variations, and never more than were asked for', async () => {
  const text = 'Can we meet on Monday morning with 3 friends for lunch?';
  expect(await vary(text, [], 4)).toEqual(await vary(text, [], 4));
  expect(await vary(text, [], 4)).toHaveLength(4);
});

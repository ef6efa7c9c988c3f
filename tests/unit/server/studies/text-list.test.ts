import { expect, test } from 'vitest';
import { longestText, mostTexts } from '../../../../core/protocol/texts.ts';
import { readTextList } from '../../../../server/studies/text-list.ts';

const read = (content: string, needsWord = false) => {
  const { entries, problems } = readTextList('list.txt', content, { needsWord });
  return { texts: entries.map(({ text }) => text), problems };
};

test('a text is a line without the spaces around it, whatever ends the line', () => {
  expect(read('one\ntwo\r\n  three  \rfour')).toEqual({ texts: ['one', 'two', 'three', 'four'], problems: [] });
});

test('a byte order mark, blank lines and lines that start with "#" are no texts', () => {
  expect(read('\uFEFF# a comment\n\n   \n  # another\none # two\n').texts).toEqual(['one # two']);
  expect(read('\uFEFFone\n').texts).toEqual(['one']);
});

test('two texts that people see as one are refused, and each later one names the first', () => {
  const { problems } = read('Flat tyre\nnight train\nflat\u00a0 TYRE\nＦlat tyre\nflat tyre\n');
  expect(problems).toEqual([
    { file: 'list.txt', line: 3, column: 1, message: expect.stringContaining('line 1 ') },
    { file: 'list.txt', line: 4, column: 1, message: expect.stringContaining('line 1 ') },
    { file: 'list.txt', line: 5, column: 1, message: expect.stringContaining('line 1 ') },
  ]);
});

test('a text may be as long as the bound and no longer', () => {
  expect(read('a'.repeat(longestText)).problems).toEqual([]);
  expect(read('a'.repeat(longestText + 1)).problems).toMatchObject([{ line: 1, column: 1 }]);
});

test('a list may have as many texts as the bound and no more', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`).join('\n');
  expect(read(lines(mostTexts)).problems).toEqual([]);
  const { problems } = read(lines(mostTexts + 1));
  expect(problems).toEqual([{ file: 'list.txt', message: 'expected at most 9999 texts, found 10000' }]);
});

test('only where a word is needed must a text have a letter or a digit', () => {
  expect(read('!!!').problems).toEqual([]);
  expect(read('!!!', true).problems).toMatchObject([{ line: 1, column: 1 }]);
  expect(read('42\nжизнь\n日', true).problems).toEqual([]);
});

test('a character that changes how words are shown is refused by its name', () => {
  expect(read('one\ntwo \u202eowt\nthree\u0007').problems).toMatchObject([
    { line: 2, message: expect.stringContaining('U+202E') },
    { line: 3, message: expect.stringContaining('U+0007') },
  ]);
});

test('an empty list is a problem of the whole file', () => {
  expect(read('# nothing\n')).toEqual({ texts: [], problems: [{ file: 'list.txt', message: expect.any(String) }] });
});

test.each([
  ['\u202e', 'U+202E'],
  ['\u2069', 'U+2069'],
  ['\u200f', 'U+200F'],
  ['\u061c', 'U+061C'],
  ['\u0007', 'U+0007'],
  ['\u009f', 'U+009F'],
  ['\t', 'U+0009'],
  ['\u2028', 'U+2028'],
  ['\u200b', 'U+200B'],
  ['\ufeff', 'U+FEFF'],
  ['\ufffd', 'U+FFFD'],
])('refuses %j inside a text, with its place and its name', (character, code) => {
  const { problems } = read(`fine\nflat${character}tyre\n`);
  expect(problems).toEqual([
    {
      file: 'list.txt',
      line: 2,
      column: 5,
      message: expect.stringMatching(new RegExp(`^U\\${code.slice(1)} is .*; remove it$`)),
    },
  ]);
});

test('joiners of emoji and of Persian words are fine', () => {
  expect(read('👩‍🌾 and 👍🏽\nمی‌خواهم\n').problems).toEqual([]);
});

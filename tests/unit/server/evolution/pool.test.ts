import { expect, test } from 'vitest';
import { mostPoolTexts, originInWords, readPool } from '../../../../server/evolution/pool.ts';
import { poolFolder } from './pool-folder.ts';

const read = async (pool: string, files: Readonly<Record<string, string>>) => {
  const { path, folder } = await poolFolder(pool, files);
  return readPool(path, folder);
};
const one = 'pool: [{ texts: pool.txt, declared: synthetic }]';

test('every text has its place, and what a generator made also its parent, operation, provider and round', async () => {
  const made = { text: 'Shall we play chess?', parent: 'Shall we play tennis?', operation: 'slot', provider: 'words' };
  const { texts, sameTexts } = await read(
    `pool:
  - { texts: pool.txt, declared: public }
  - { texts: more.jsonl, declared: synthetic }`,
    {
      'pool.txt': '# games\nShall we play tennis?\n\nDinner at eight?\n',
      'more.jsonl': JSON.stringify({ ...made, round: 2 }),
    },
  );
  expect(sameTexts).toBe(0);
  expect(texts[1]).toEqual({
    text: 'Dinner at eight?',
    declared: 'public',
    heading: 'games',
    origin: { kind: 'written', file: 'pool.txt', line: 4 },
  });
  expect(texts[2]?.origin).toEqual({
    kind: 'varied',
    file: 'more.jsonl',
    line: 1,
    parent: made.parent,
    operation: 'slot',
    provider: 'words',
    round: 2,
  });
  expect(texts.map(({ origin }) => originInWords(origin))).toEqual([
    'pool.txt:2',
    'pool.txt:4',
    'more.jsonl:1 (words, slot)',
  ]);
});

test('texts that people see as one stand once, and then they are not private if one of them is not', async () => {
  const { texts, sameTexts } = await read(
    `pool:
  - { texts: mine.txt, declared: private }
  - { texts: pool.txt, declared: public }`,
    { 'mine.txt': 'dinner  AT eight?\nOnly mine.\n', 'pool.txt': 'Dinner at eight?\nShall we play tennis?\n' },
  );
  expect(texts.map(({ text, declared }) => [text, declared])).toEqual([
    ['Dinner at eight?', 'public'],
    ['Shall we play tennis?', 'public'],
    ['Only mine.', 'private'],
  ]);
  expect(sameTexts).toBe(1);
});

test('a variation of a private text is private, whatever its file is declared as', async () => {
  const lines = [
    { text: 'Only yours.', declared: 'private', parent: 'Only mine.', operation: 'slot', provider: 'words', round: 0 },
    { text: 'For all.', declared: 'public', parent: 'For some.', operation: 'slot', provider: 'words', round: 0 },
  ];
  const { texts } = await read('pool: [{ texts: pool.jsonl, declared: synthetic }]', {
    'pool.jsonl': lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(texts.map(({ text, declared }) => [text, declared])).toEqual([
    ['For all.', 'synthetic'],
    ['Only yours.', 'private'],
  ]);
});

test.each([
  ['no pool', '', {}, /expected a pool of texts to choose from; add for example pool/],
  ['a file that is not there', one, {}, /pool\[0\]\.texts: expected a file "pool\.txt".*there is none/],
  ['an empty file', one, { 'pool.txt': '# nothing\n' }, /pool\.txt: expected at least one text/],
  ['one text', one, { 'pool.txt': 'Dinner at eight?\n' }, /expected at least 2 different texts.*found 1/],
  [
    'one text often',
    one,
    { 'pool.txt': 'Dinner?\ndinner?\nDINNER?\n' },
    /expected at least 2 different texts.*found 1/,
  ],
  [
    'a long text',
    one,
    { 'pool.txt': `Yes.\n${'x'.repeat(2001)}\n` },
    /pool\.txt:2:1: expected at most 2000 characters/,
  ],
  ['a turned text', one, { 'pool.txt': 'Yes.\nab\u202ecd\n' }, /pool\.txt:2:3: U\+202E is .*; remove it/],
  ['a wrong declaration', 'pool: [{ texts: a.txt, declared: secret }]', {}, /pool\[0\]\.declared: /],
])('refuses %s in words', async (_what, pool, files, message) => {
  await expect(read(pool, files)).rejects.toThrow(message);
});

test('of many problems the first are named, and the others counted', async () => {
  const bad = Array.from({ length: 500 }, () => 'a\u202eb').join('\n');
  await expect(read(one, { 'pool.txt': bad })).rejects.toThrow(/pool\.txt:20:2: [^\n]*\n[^\n]*480 more problems/);
});

test('takes a pool of the largest size, and refuses one text more before anything is embedded', async () => {
  const lines = Array.from({ length: mostPoolTexts }, (_, i) => `text ${i}`).join('\n');
  expect((await read(one, { 'pool.txt': lines })).texts).toHaveLength(mostPoolTexts);
  await expect(read(one, { 'pool.txt': `${lines}\none more` })).rejects.toThrow(
    /pool: expected at most 50000 texts, found 50001; take a random part of them/,
  );
});

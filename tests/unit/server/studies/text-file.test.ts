import { expect, test } from 'vitest';
import { readTextFile } from '../../../../server/studies/text-file.ts';

const texts = (file: string, content: string, column?: string) =>
  readTextFile(file, content, column).entries.map(({ text }) => text);
const complaints = (file: string, content: string, column?: string) =>
  readTextFile(file, content, column).problems.map(({ line, message }) => `${line ?? ''}: ${message}`);

test('a list has one text a line; a backslash keeps a leading "#"', () => {
  expect(texts('a.txt', 'one\n# a comment\n\\#metoo changed us\n\\\\#two\n')).toEqual([
    'one',
    '#metoo changed us',
    '\\\\#two',
  ]);
});

test('a heading stands with the texts below it', () => {
  const { entries } = readTextFile('a.txt', 'zero\n# cooking\none\n\n# travel\ntwo\n');
  expect(entries.map(({ heading, line }) => [heading, line])).toEqual([
    [undefined, 1],
    ['cooking', 3],
    ['travel', 6],
  ]);
});

test('a comment without a space after "#" may have been meant as a text', () => {
  const { entries, warnings } = readTextFile('a.txt', '#metoo changed us\n# fine\n#\n## fine\none\n');
  expect(entries).toHaveLength(1);
  expect(warnings).toEqual([
    { file: 'a.txt', line: 1, column: 1, message: expect.stringContaining('if it is a text, write \\#metoo') },
  ]);
});

test('a table has a header; quoted cells hold separators, quotes and line breaks', () => {
  const content =
    'id,text,intent\r\n1,"Hello, you",greet\r\n2,"She said ""no""\r\nand left",story\r\n\r\n3,Last,end\r\n';
  expect(readTextFile('a.csv', content).entries).toEqual([
    { text: 'Hello, you', line: 2, columns: { id: '1', text: 'Hello, you', intent: 'greet' } },
    {
      text: 'She said "no"\nand left',
      line: 3,
      columns: { id: '2', text: 'She said "no"\nand left', intent: 'story' },
    },
    { text: 'Last', line: 6, columns: { id: '3', text: 'Last', intent: 'end' } },
  ]);
});

test.each([
  ['semicolons, as spreadsheets of many countries write them', 'a.csv', 'text;n\nHello, you;1\n'],
  ['a tab in .tsv', 'a.tsv', 'n\ttext\n1\tHello, you\n'],
  ['a byte order mark', 'a.csv', '\ufefftext,n\n"Hello, you",1\n'],
  ['a named column', 'a.csv', 'message,n\n"Hello, you",1\n', 'message'],
  ['JSON objects', 'a.jsonl', '{"n":1,"text":"Hello, you"}\n\n'],
  ['JSON strings', 'a.jsonl', '"Hello, you"\n'],
  ['endings in capitals', 'A.CSV', 'text\n"Hello, you"\n'],
])('reads %s', (_what, file, content, column?: string) => {
  expect(texts(file, content, column)).toEqual(['Hello, you']);
});

test.each([
  [
    'a column that is not there',
    'a.csv',
    'id,message\n1,Hello\n',
    '1: expected a header with a column "text", found "id", "message"',
  ],
  ['no header', 'a.csv', 'Hello you\nGood morning\n', '1: expected a header with a column "text", found "Hello you"'],
  ['an empty table', 'a.csv', '\n', ': expected a header with a column "text"'],
  [
    'two columns of one name',
    'a.csv',
    'text,text\nHello,you\n',
    '1: expected columns with different names, found "text" twice',
  ],
  ['a cell too many', 'a.csv', 'id,text\n1,Hello, you\n2,Fine\n', '2: expected 2 cells as in the header, found 3'],
  ['a quote that is never closed', 'a.csv', 'text\n"Hello\nyou\n', 'a double quote is opened and never closed'],
  ['a quote in a cell', 'a.csv', 'text\nHello "you"\n', '2: a double quote stands in the middle of a cell'],
  ['JSON that is none', 'a.jsonl', '"fine"\n{text: 1}\n', '2: expected one JSON value on each line'],
  [
    'JSON without the field',
    'a.jsonl',
    '{"message":"Hello"}\n',
    '1: expected a text in the field "text", found the fields "message"',
  ],
  ['a JSON list', 'a.jsonl', '["Hello"]\n', '1: expected a text in the field "text"'],
  ['another kind of file', 'a.xlsx', 'Hello', ': expected a file whose name ends in .txt, .csv, .tsv or .jsonl'],
  ['a table in a list', 'a.txt', 'text,weight\nHello,1\nYou,2\n', '1: this looks like the header of a table'],
  ['a table with tabs in a list', 'a.txt', 'id\ttext\n1\tHello\n', 'a name that ends in .tsv'],
])('refuses %s', (_what, file, content, expected) => {
  expect(complaints(file, content)).toEqual([expect.stringContaining(expected)]);
});

test('a list whose first line has a comma is no table', () => {
  expect(complaints('a.txt', 'Hello, you\nGood, good\n')).toEqual([]);
  expect(complaints('a.txt', 'yes,no\nmaybe\n')).toEqual([]);
});

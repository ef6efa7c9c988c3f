import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, phrases, reading, sound, type WrongFolder, wide, yaml } from './wrong-folder.ts';

export const wrongTexts: readonly WrongFolder[] = [
  {
    what: 'a path out of the folder',
    ...yaml('texts: phrases.txt', 'texts: ../phrases.txt'),
    said: /rounds\[0\]\.texts: expected the name of a file in the folder/,
  },
  {
    what: 'an absolute path',
    ...yaml('texts: phrases.txt', 'texts: /etc/passwd'),
    said: /rounds\[0\]\.texts: expected the name of a file in the folder/,
  },
  {
    what: 'a missing text file',
    files: { 'candidates.txt': 'one\ntwo' },
    said: /^study\.yaml:16:12: rounds\[0\]\.texts: expected a file "phrases\.txt" in the folder of the study file, found "candidates\.txt"$/,
  },
  {
    what: 'a text file in capitals',
    files: { 'Phrases.TXT': 'one', 'candidates.txt': 'one\ntwo' },
    said: /rounds\[0\]\.texts: expected a file "phrases\.txt" .*, found "Phrases\.TXT"$/,
  },
  {
    what: 'a folder for a text file',
    spoil: (f) => {
      rmSync(join(f, 'phrases.txt'));
      mkdirSync(join(f, 'phrases.txt'));
    },
    said: /rounds\[0\]\.texts: expected a file "phrases\.txt", found a folder/,
  },
  {
    what: 'a spreadsheet',
    ...reading('phrases.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4)),
    said: /^phrases\.xlsx: expected a text in UTF-8, found a packed file/,
  },
  {
    what: 'an unknown format',
    ...reading('phrases.docx', 'flat tyre'),
    said: /^phrases\.docx: expected a file whose name ends in \.txt, \.csv, \.tsv or \.jsonl$/,
  },
  { what: 'an empty text file', ...phrases('# nothing\n\n'), said: /^phrases\.txt: expected at least one text/ },
  {
    what: 'texts in Latin-1',
    ...phrases(bytes('flat tyre\ncaf\u00e9\n')),
    said: /^phrases\.txt:2: expected a text in UTF-8, found Latin-1.*; save it as UTF-8/,
  },
  {
    what: 'texts in Windows-1252',
    ...phrases(bytes('flat tyre\nit\u0092s late\n')),
    said: /^phrases\.txt:2: expected a text in UTF-8, found Windows-1252/,
  },
  {
    what: 'texts in UTF-16',
    ...phrases(wide('\ufeffflat tyre\n')),
    said: /^phrases\.txt:1: expected a text in UTF-8, found UTF-16/,
  },
  {
    what: 'the same text twice',
    ...phrases('flat tyre\nnight train\nＦlat  Tyre\n'),
    said: /^phrases\.txt:3:1: the same text as in line 1 .*; remove one of them$/,
  },
  {
    what: 'too long a text',
    ...phrases(`one\n${'a'.repeat(2001)}\n`),
    said: /^phrases\.txt:2:1: expected at most 2000 characters, found 2001$/,
  },
  {
    what: 'a fragment without a word',
    ...phrases('flat tyre\n!!!\n'),
    said: /^phrases\.txt:2:1: expected at least one letter or digit$/,
  },
  {
    what: 'too many texts',
    ...phrases(Array.from({ length: 10_000 }, (_, i) => `text ${i}`).join('\n')),
    said: /^phrases\.txt: expected at most 9999 texts, found 10000$/,
  },
  {
    what: 'a sign that turns the text around',
    ...phrases('flat tyre\nnight \u202etrain\n'),
    said: /^phrases\.txt:2:7: U\+202E is .*; remove it$/,
  },
  {
    what: 'a control character in the title',
    ...yaml('title: How people travel', 'title: "How\\u0007 people travel"'),
    said: /^study\.yaml:2:8: title: U\+0007 is a control character; remove it$/,
  },
  {
    what: 'a sign that turns the consent around',
    ...yaml('You answer one', 'You \u202eanswer one'),
    said: /consent\[0\]: U\+202E is/,
  },
  { what: 'a tab in a text', ...phrases('flat\ttyre\n'), said: /^phrases\.txt:1:5: U\+0009 is a tab; remove it$/ },
  {
    what: 'a table under the name of a list',
    ...phrases('text,weight\nflat tyre,3\nnight train,4\n'),
    said: /^phrases\.txt:1:1: this looks like the header of a table; give the file a name that ends in \.csv/,
  },
  {
    what: 'a table without its column',
    ...reading('phrases.csv', 'id,phrase\n1,flat tyre\n'),
    said: /^phrases\.csv:1:1: expected a header with a column "text", found "id", "phrase"/,
  },
  {
    what: 'a table with another column named',
    ...reading('phrases.csv', 'id,phrase\n1,flat tyre\n', '\n    textColumn: phrases'),
    said: /expected a header with a column "phrases", found "id", "phrase"/,
  },
  {
    what: 'a table with a cell too many',
    ...reading('phrases.csv', 'id,text\n1,flat tyre\n2,night, train\n'),
    said: /^phrases\.csv:3:1: expected 2 cells as in the header, found 3/,
  },
  {
    what: 'a table with an open quote',
    ...reading('phrases.csv', 'text\n"flat tyre\n'),
    said: /^phrases\.csv:\d+: a double quote is opened and never closed/,
  },
  {
    what: 'a table with no rows',
    ...reading('phrases.csv', 'text\n'),
    said: /^phrases\.csv: expected at least one text/,
  },
  {
    what: 'JSON that is none',
    ...reading('phrases.jsonl', '{"text":"flat tyre"}\nnight train\n'),
    said: /^phrases\.jsonl:2:1: expected one JSON value on each line/,
  },
  {
    what: 'JSON without the field',
    ...reading('phrases.jsonl', '{"phrase":"flat tyre"}\n'),
    said: /^phrases\.jsonl:1:1: expected a text in the field "text", found the fields "phrase"/,
  },
  {
    what: 'half a character in JSON',
    ...reading('phrases.jsonl', '"flat \\ud800 tyre"\n'),
    said: /^phrases\.jsonl:1:6: U\+D800 is half of a character; remove it$/,
  },
  {
    what: 'a column of a list',
    ...yaml('texts: phrases.txt', 'texts: phrases.txt\n    textColumn: text'),
    said: /rounds\[0\]\.textColumn: a \.txt file has no columns; remove this field/,
  },
  ...(process.getuid?.() === 0
    ? []
    : [
        {
          what: 'a text file that may not be read',
          spoil: (f: string) => chmodSync(join(f, 'phrases.txt'), 0),
          said: /cannot be read; check its permissions/,
        },
      ]),
  {
    what: 'candidates in another language than the model understands',
    yaml: sound,
    files: {
      'phrases.txt': 'flat tyre\nnight train\n',
      'candidates.txt': [
        'Der Zug kommt heute schon wieder eine halbe Stunde zu spät',
        'Kannst du bitte noch Brot und Milch vom Einkaufen mitbringen',
        'Wir treffen uns morgen Abend um acht Uhr vor dem Kino',
        'Shall we play tennis on Saturday morning?',
      ].join('\n'),
    },
    said: /^study\.yaml:\d+:\d+: rounds\[1\]\.texts: 3 of these 4 texts look like German, and the model all-MiniLM-L6-v2-int8 understands English only/,
  },
];

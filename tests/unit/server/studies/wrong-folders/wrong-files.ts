import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, renamed, sound, type WrongFolder, wide, yaml } from './wrong-folder.ts';

export const wrongFiles: readonly WrongFolder[] = [
  {
    what: 'no study file',
    spoil: (f) => rmSync(join(f, 'study.yaml')),
    said: /^study\.yaml: expected a study file named study\.yaml, in UTF-8; donor init/,
  },
  {
    what: 'study.yml',
    spoil: (f) => renamed(f, 'study.yml'),
    said: /^study\.yaml: .*rename study\.yml to study\.yaml$/,
  },
  {
    what: 'study.yaml.txt',
    spoil: (f) => renamed(f, 'study.yaml.txt'),
    said: /rename study\.yaml\.txt to study\.yaml$/,
  },
  { what: 'Study.yaml', spoil: (f) => renamed(f, 'Study.yaml'), said: /rename Study\.yaml to study\.yaml$/ },
  { what: 'study.json', spoil: (f) => renamed(f, 'study.json'), said: /rename study\.json to study\.yaml$/ },
  {
    what: 'a folder named study.yaml',
    spoil: (f) => {
      rmSync(join(f, 'study.yaml'));
      mkdirSync(join(f, 'study.yaml'));
    },
    said: /found a folder of that name/,
  },
  {
    what: 'the folder around it',
    spoil: (f) => {
      renamed(f, 'other');
      mkdirSync(join(f, 'inner'));
      writeFileSync(join(f, 'inner', 'study.yaml'), sound);
    },
    said: /did you mean the folder inner\?$/,
  },
  {
    what: 'no folder at all',
    spoil: (f) => rmSync(f, { recursive: true }),
    said: /there is no such folder; donor init makes one$/,
  },
  {
    what: 'a file instead of a folder',
    spoil: (f) => {
      rmSync(f, { recursive: true });
      writeFileSync(f, sound);
    },
    said: /expected the folder that holds study\.yaml, found a file$/,
  },
  { what: 'an empty study file', yaml: '', said: /^study\.yaml:1:1: \(whole file\): expected a group of fields/ },
  {
    what: 'a study file of comments',
    yaml: '# soon\n',
    said: /^study\.yaml:1:1: \(whole file\): expected a group of fields/,
  },
  {
    what: 'a study file in Latin-1',
    spoil: (f) => writeFileSync(join(f, 'study.yaml'), bytes(sound.replace('How people', 'Gr\u00fc\u00dfe'))),
    said: /^study\.yaml:2: expected a text in UTF-8, found Latin-1/,
  },
  {
    what: 'a study file in UTF-16',
    spoil: (f) => writeFileSync(join(f, 'study.yaml'), wide(`\ufeff${sound}`)),
    said: /^study\.yaml:1: expected a text in UTF-8, found UTF-16/,
  },
  {
    what: 'a study that is a list',
    yaml: '- a\n- b\n',
    said: /^study\.yaml:1:1: \(whole file\): expected a group of fields, found a list/,
  },
  {
    what: 'a study that is a sentence',
    yaml: 'How people travel\n',
    said: /^study\.yaml:1:1: \(whole file\): expected a group of fields, found "How people travel"/,
  },

  // YAML
  {
    what: 'an unquoted colon',
    ...yaml('title: How people travel', 'title: Travel: how people do it'),
    said: /^study\.yaml:2:8: YAML reads the second colon as a field; put the value in quotes: title: "Travel: how people do it"$/,
  },
  {
    what: 'an unquoted colon in the consent',
    ...yaml('- You answer one', '- Please note: you answer one'),
    said: /^study\.yaml:5:5: consent\[0\]: expected a text, but YAML reads a group of fields .*; put the whole text in double quotes$/,
  },
  {
    what: 'a hash sign in the title',
    ...yaml('title: How people travel', 'title: How #metoo travels'),
    said: /^study\.yaml:2:8: YAML reads "#metoo travels" as a comment, .*: title: "How #metoo travels"$/,
  },
  {
    what: 'a title in brackets',
    ...yaml('title: How people travel', 'title: [How people travel'),
    said: /^study\.yaml:\d+:\d+: a bracket is opened and never closed/,
  },
  {
    what: 'an at sign',
    ...yaml('title: How people travel', 'title: @home'),
    said: /^study\.yaml:2:8: a value cannot begin with this sign; put the value in quotes: title: "@home"$/,
  },
  {
    what: 'a backtick',
    ...yaml('title: How people travel', 'title: `home`'),
    said: /^study\.yaml:2:8: a value cannot begin with this sign/,
  },
  {
    what: 'an asterisk',
    ...yaml('title: How people travel', 'title: *How* people travel'),
    said: /^study\.yaml:2:\d+: .*put the value in quotes: title: "\*How\* people travel"/m,
  },
  {
    what: 'an ampersand',
    ...yaml('title: How people travel', 'title: &Co travels'),
    said: /^study\.yaml:2:\d+: YAML reads "&Co" as a name/,
  },
  {
    what: 'an exclamation mark',
    ...yaml('title: How people travel', 'title: !Important journeys'),
    said: /^study\.yaml:2:\d+: YAML reads "!Important" as a type/,
  },
  {
    what: 'a quote that is never closed',
    ...yaml('title: How people travel', 'title: "How people travel'),
    said: /^study\.yaml:\d+:\d+: .*(quote|quotes)/,
  },
  {
    what: 'words after a closing quote',
    ...yaml('title: How people travel', 'title: "How" people travel'),
    said: /^study\.yaml:2:\d+: something stands after the closing quote; put the value in quotes/,
  },
  {
    what: 'an unknown escape',
    ...yaml('title: How people travel', 'title: "C:\\quiet"'),
    said: /^study\.yaml:2:\d+: a backslash in double quotes/,
  },
  {
    what: 'a tab at the start of a line',
    ...yaml('  - You answer', '\t- You answer'),
    said: /^study\.yaml:5:1: a line begins with a tab; begin it with spaces$/m,
  },
  {
    what: 'a no-break space at the start of a line',
    ...yaml('  name: Institute', '\u00a0\u00a0name: Institute'),
    said: /a space of another kind/,
  },
  {
    what: 'a field given twice',
    ...yaml('title: How', 'name: again\ntitle: How'),
    said: /^study\.yaml:2:1: .*this field is there twice; remove one of them$/,
  },
  {
    what: 'two documents',
    ...yaml('title: How', '---\ntitle: How'),
    said: /a line "---" begins a second document; remove it/,
  },
  {
    what: 'a text on the line of its sign',
    ...yaml('summary: A study', 'summary: | A study'),
    said: /^study\.yaml:3:\d+: after "\|" or ">" the text begins on the next line/,
  },
  {
    what: 'a list on the line of its field',
    ...yaml('consent:\n  - You', 'consent: - You'),
    said: /^study\.yaml:4:\d+: a list begins on the line after its field/,
  },
  {
    what: 'fields of one group indented differently',
    ...yaml('    kind: fragments', '   kind: fragments'),
    said: /^study\.yaml:15:\d+: .*indented by the same number of spaces$/m,
  },
];

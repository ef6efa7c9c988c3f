import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phrases, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';

/** What is said about a folder, with the folder's own path left out. */
async function complaints(written: Parameters<typeof writeStudyFolder>[0]): Promise<string[]> {
  const { parent, folder } = writeStudyFolder(written);
  try {
    await readStudyFolder(folder);
    return [];
  } catch (error) {
    return (error as Error).message.replaceAll(join(folder, '/'), '').split('\n');
  } finally {
    rmSync(parent, { recursive: true });
  }
}
const changed = (from: string | RegExp, to: string) => {
  const yaml = studyYaml().replace(from, to);
  expect(yaml).not.toBe(studyYaml());
  return { yaml };
};

test('reads a study folder: comments and blank lines are no texts, defaults are filled in', async () => {
  const { parent, folder } = writeStudyFolder();
  const { study, rounds } = await readStudyFolder(folder);
  rmSync(parent, { recursive: true });
  expect(study.name).toBe('commute');
  expect(rounds[0]?.list).toEqual(phrases);
  expect(rounds[0]).toMatchObject({ kind: 'fragments', windowDays: 30, minimumReports: 50 });
});

test.each([
  [
    'an unknown field',
    changed('title: How', 'titel: X\ntitle: How'),
    /^study\.yaml:2:1: titel: there is no such field/,
  ],
  [
    'a missing field',
    changed(/withdrawal.*\n/, ''),
    /^study\.yaml:1:1: withdrawal: this field is missing; expected a text; write for example: withdrawal: A vote/,
  ],
  [
    'a missing field of a group',
    changed(/ {2}contact.*\n/, ''),
    /^study\.yaml:9:3: controller\.contact: this field is missing/,
  ],
  [
    'a wrong type',
    changed('epsilon: 4', 'epsilon: four'),
    /^study\.yaml:17:14: rounds\[0\]\.epsilon: expected a number, found "four"; write for example: epsilon: 4$/,
  ],
  [
    'too large an epsilon',
    changed('epsilon: 4', 'epsilon: 9'),
    /^study\.yaml:17:14: rounds\[0\]\.epsilon: expected at most 8, where/,
  ],
  [
    'a negative epsilon',
    changed('epsilon: 4', 'epsilon: -1'),
    /^study\.yaml:17:14: rounds\[0\]\.epsilon: expected at least 0\.1; below/,
  ],
  [
    'too few reports',
    changed('minimumReports: 50', 'minimumReports: 5'),
    /^study\.yaml:18:21: rounds\[0\]\.minimumReports: expected at least 50$/,
  ],
  [
    'a date in another form',
    changed(/endsAt: .*/, 'endsAt: next year'),
    /^study\.yaml:12:9: endsAt: expected a UTC time such as/,
  ],
  [
    'a round after the end',
    changed(/closesAt: .*/, 'closesAt: 2027-06-30T00:00:00Z'),
    /^study\.yaml:19:15: rounds\[0\]\.closesAt: expected a time up to endsAt/,
  ],
  [
    'an unknown kind',
    changed('kind: fragments', 'kind: survey'),
    /^study\.yaml:15:11: rounds\[0\]\.kind: expected "candidates" or "fragments"$/,
  ],
  [
    'a name that is no slug',
    changed('name: commute', 'name: My Study'),
    /^study\.yaml:1:7: name: expected lower-case letters/,
  ],
  [
    'a path out of the folder',
    changed('phrases.txt', '../phrases.txt'),
    /^study\.yaml:16:12: rounds\[0\]\.texts: expected the name of a file/,
  ],
  ['no rounds', changed(/rounds:[\s\S]*/, 'rounds: []\n'), /^study\.yaml:13:9: rounds: expected at least 1 entry$/],
  ['broken YAML', changed('title: How', 'title: [How'), /^study\.yaml:\d+:\d+: .+/],
  [
    'a field given twice',
    changed('title: How', 'name: again\ntitle: How'),
    /^study\.yaml:2:1: Map keys must be unique/,
  ],
  ['an empty study file', { yaml: '' }, /^study\.yaml:1:1: \(whole file\): .*expected/],
  ['a missing text file', { files: {} }, /^study\.yaml:16:12: rounds\[0\]\.texts: expected a file "phrases\.txt"/],
  [
    'a text file that is not UTF-8',
    { files: { 'phrases.txt': Uint8Array.of(0xff, 0xfe, 0x41) } },
    /^phrases\.txt:1: expected a text in UTF-8, found UTF-16/,
  ],
  ['an empty text file', { files: { 'phrases.txt': '# nothing\n\n' } }, /^phrases\.txt: expected at least one text/],
  [
    'a text twice',
    { files: { 'phrases.txt': 'flat tyre\nnight train\nＦlat  Tyre\n' } },
    /^phrases\.txt:3:1: the same text as in line 1/,
  ],
  [
    'a fragment without a word',
    { files: { 'phrases.txt': 'flat tyre\n!!!\n' } },
    /^phrases\.txt:2:1: expected at least one letter/,
  ],
  [
    'a text that is too long',
    { files: { 'phrases.txt': `${'a'.repeat(2001)}\n` } },
    /^phrases\.txt:1:1: expected at most 2000 characters, found 2001/,
  ],
])('refuses %s with file, line and field', async (_what, written, expected) => {
  expect(await complaints(written)).toEqual([expect.stringMatching(expected)]);
});

test('names every problem at once, those of text files too', async () => {
  const lines = await complaints({
    yaml: studyYaml().replace('epsilon: 4', 'epsilon: 40').replace('title: How', 'colour: red\ntitle: How'),
    files: { 'phrases.txt': 'flat tyre\nflat tyre\n' },
  });
  expect(lines).toEqual([
    expect.stringMatching(/^study\.yaml:2:1: colour: there is no such field/),
    expect.stringMatching(/rounds\[0\]\.epsilon: expected at most 8/),
    expect.stringMatching(/^phrases\.txt:2:1: the same text as in line 1/),
  ]);
});

test('a folder without a study file', async () => {
  const { parent } = writeStudyFolder();
  await expect(readStudyFolder(parent)).rejects.toThrow(
    /study\.yaml: expected a study file named study\.yaml, in UTF-8; did you mean the folder .*commute\?$/,
  );
  rmSync(parent, { recursive: true });
});

test.each([
  ['a round may close when the study ends', changed(/closesAt: .*/, 'closesAt: 2026-12-31T00:00:00Z')],
  [
    'a candidate needs no letter',
    {
      yaml: studyYaml().replace('kind: fragments', 'kind: candidates\n    minSimilarity: 0.4'),
      files: { 'phrases.txt': '!!!\n' },
    },
  ],
])('%s', async (_what, written) => {
  expect(await complaints(written)).toEqual([]);
});

test.each([
  [
    'rounds that are no list',
    changed(/rounds:[\s\S]*/, 'rounds: 5\n'),
    'study.yaml:13:9: rounds: expected a list, found a single value; write',
  ],
  ['a round that is empty', changed(/rounds:[\s\S]*/, 'rounds: [null]\n'), 'study.yaml:13:10: rounds[0]: expected'],
  [
    'texts that are no name',
    changed('texts: phrases.txt', 'texts: 5'),
    'study.yaml:16:12: rounds[0].texts: expected a text, but YAML reads 5 as a number; put it in quotes: "5"',
  ],
  [
    'a study that is a list',
    { yaml: '- a\n' },
    'study.yaml:1:1: (whole file): expected a group of fields, found a list',
  ],
  ['a name without an end', changed('name: commute', `name: ${'a'.repeat(64)}`), 'study.yaml:1:7: name: expected'],
  [
    'no words of consent',
    changed('  - You answer one question.', '  - ""'),
    'study.yaml:5:5: consent[0]: expected at least 1 char',
  ],
  ['a round of no kind', changed(/ {4}kind.*\n/, ''), 'rounds[0].kind: expected "candidates" or "fragments"'],
  [
    'too many words of consent',
    changed('  - You answer one question.\n', '  - You answer one question.\n'.repeat(41)),
    'consent: expected at most 40 entries',
  ],
  [
    'too long a title',
    changed(/title: How.*/, `title: ${'a'.repeat(121)}`),
    'study.yaml:2:8: title: expected at most 120 characters, found 121; shorten it',
  ],
  [
    'half a report',
    changed('minimumReports: 50', 'minimumReports: 50.5'),
    'study.yaml:18:21: rounds[0].minimumReports: expected a whole number, found 50.5; leave out',
  ],
])('says what is wrong with %s', async (_what, written, expected) => {
  expect(await complaints(written)).toEqual([expect.stringContaining(expected)]);
});

test('says what is missing, each in its own words', async () => {
  const yaml = studyYaml()
    .replace(/endsAt.*\n/, '')
    .replace(/controller:[\s\S]*?withdrawal/, 'withdrawal');
  const lines = await complaints({ yaml: yaml.replace(/ {4}epsilon.*\n/, '').replace(/consent:\n.*\n/, '') });
  expect(lines).toEqual([
    expect.stringContaining('consent: this field is missing; expected a list'),
    expect.stringContaining('controller: this field is missing; expected a group of fields'),
    expect.stringContaining('endsAt: this field is missing; expected a text; write for example: endsAt: 2027-'),
    expect.stringContaining('rounds[0].epsilon: this field is missing; expected a number'),
  ]);
});

test('reads the texts of each round from its own file, and names the round whose file is missing', async () => {
  const second = '  - title: And again?\n    kind: fragments\n    texts: more.txt\n    epsilon: 4\n';
  const { parent, folder } = writeStudyFolder({
    yaml: studyYaml() + second,
    files: { 'phrases.txt': 'flat tyre\n', 'more.txt': 'night train\n' },
  });
  const { rounds } = await readStudyFolder(folder);
  expect(rounds.map(({ list }) => list)).toEqual([['flat tyre'], ['night train']]);
  expect(rounds[1]).toMatchObject({ windowDays: 30, minimumReports: 200 });
  rmSync(parent, { recursive: true });
  expect(await complaints({ yaml: studyYaml() + second })).toEqual([
    expect.stringMatching(
      /^study\.yaml:22:12: rounds\[1\]\.texts: expected a file "more\.txt" in the folder of the study file, found /,
    ),
  ]);
});

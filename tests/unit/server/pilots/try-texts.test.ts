import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { readRealTexts } from '../../../../server/pilots/real-texts.ts';
import { tryTexts } from '../../../../server/pilots/try-texts.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';

/** A model that knows three words. */
const embedder = {
  embed: async (texts: readonly string[]) =>
    texts.map((text) => Float32Array.from(['soup', 'train', 'plant', 'x'], (word) => (text.includes(word) ? 1 : 0.01))),
  tokens: (text: string) => ({ count: text.length, unknownWords: text.split(' ').filter((word) => word === 'xyzzy') }),
};
const yaml = studyYaml({ year: farYear, rounds: ['candidates', 'fragments'] });

async function tried(candidates: Record<string, string>, drafts: string, labelColumn?: string) {
  const [name = ''] = Object.keys(candidates);
  const { parent, folder } = writeStudyFolder({
    yaml: yaml.replace('candidates.txt', name),
    files: { ...candidates, 'phrases.txt': 'good soup\nnight train\nflat tyre\n' },
  });
  const file = join(mkdtempSync(join(tmpdir(), 'donor-texts-')), labelColumn === '#' ? 'drafts.txt' : 'drafts.csv');
  writeFileSync(file, drafts);
  try {
    const rows = await readRealTexts(file, { labelColumn });
    return (await tryTexts(await readStudyFolder(folder), rows, { embedder, labelColumn })).rounds;
  } finally {
    rmSync(parent, { recursive: true });
  }
}

const drafts =
  'text,about\nmy soup is hot,food\nthe train is late,travel\nsoup on the train,travel\nnothing at all,other\ngood soup,food\n';

test('says nearest, similarity and answer of every text, and in a poll the fragment seen', async () => {
  const [candidates, fragments] = await tried({ 'candidates.txt': 'soup\ntrain\nplant\n' }, drafts);
  expect(candidates?.answers.map(({ nearest, answer, label }) => [nearest, answer, label])).toEqual([
    [0, 0, null],
    [1, 1, null],
    [0, 0, null],
    [0, 0, null],
    [0, 0, null],
  ]);
  expect(candidates?.answers[0]?.similarity).toBeCloseTo(1, 3);
  expect(candidates).toMatchObject({
    round: 1,
    minSimilarity: 0.4,
    labelsFrom: null,
    neverChosen: [2],
    confusions: [],
  });
  expect(fragments?.answers.map(({ answer }) => answer)).toEqual(['none', 'none', 'none', 'none', 0]);
  expect(fragments).toMatchObject({
    round: 2,
    minSimilarity: null,
    suggestedMinSimilarity: null,
    thresholds: [],
    neverChosen: [1, 2],
  });
});

test.each([
  ['their own column', { 'candidates.csv': 'text,about\nsoup,food\ntrain,travel\nplant,home\n' }, 'column'],
  ['the comment above them', { 'candidates.txt': '# food\nsoup\n# travel\ntrain\n# home\nplant\n' }, 'heading'],
])('what candidates are about comes from %s', async (_what, candidates, from) => {
  const [round] = await tried(candidates, drafts, 'about');
  expect(round?.labelsFrom).toBe(from);
  expect(round?.thresholds.find(({ minSimilarity }) => minSimilarity === 0.4)).toEqual({
    minSimilarity: 0.4,
    right: 0.75,
    wrong: 0.25,
    none: 0,
    offTopicNone: 0,
  });
  expect(round?.confusions).toEqual([
    { label: 'travel', answer: 0, count: 1 },
    { label: 'other', answer: 0, count: 1 },
  ]);
});

test('candidates that are texts of the file have their labels, and else those of the nearest texts', async () => {
  const [same] = await tried({ 'candidates.txt': 'my soup is hot\nthe train is late\n' }, drafts, 'about');
  expect(same?.labelsFrom).toBe('texts');
  const [guessed] = await tried({ 'candidates.txt': 'soup\ntrain\nplant\n' }, drafts, 'about');
  expect(guessed?.labelsFrom).toBe('nearest');
});

test('the comment lines of a .txt file are labels when "#" is asked for', async () => {
  const [round] = await tried(
    { 'candidates.txt': '# food\nsoup\n# travel\ntrain\n' },
    '# food\nhot soup here\n# none\nnothing at all\n',
    '#',
  );
  expect(round?.answers.map(({ label }) => label)).toEqual(['food', 'none']);
  expect(round?.labelsFrom).toBe('heading');
});

test('refuses a column that is not there, and a file that is none', async () => {
  const candidates = { 'candidates.txt': 'soup\ntrain\n' };
  await expect(tried(candidates, drafts, 'topic')).rejects.toThrow(
    /drafts\.csv:1: expected a column "topic", found "text", "about"/,
  );
  await expect(tried(candidates, 'about\nfood\n')).rejects.toThrow(
    /expected a header with a column "text", found "about"/,
  );
  await expect(tried(candidates, 'text\n')).rejects.toThrow(/expected at least one text/);
  await expect(readRealTexts('/nowhere.csv', {})).rejects.toThrow(/there is no such file/);
});

test('says which languages the texts are in, which of them take part, and what the model does not know', async () => {
  const german = 'Der train hat schon wieder eine halbe Stunde Verspätung und ich komme nicht nach Hause';
  const [round] = await tried(
    { 'candidates.txt': 'soup\ntrain\nplant\n' },
    `text\nI am sitting on the train and it is late again\nthe xyzzy on the train was really very good\n${german}\n`,
  );
  expect(round?.languages).toEqual([
    { language: 'en', texts: 2, takesPart: true, unknown: 1, accepted: 1 },
    { language: 'de', texts: 1, takesPart: false, unknown: 0, accepted: 0 },
  ]);
  expect(round?.answers.map(({ takesPart, answer }) => [takesPart, answer])).toEqual([
    [true, 1],
    [true, 1],
    [false, 'none'],
  ]);
  // What cannot count says nothing about a threshold.
  expect(round?.thresholds.find(({ minSimilarity }) => minSimilarity === 0.4)?.none).toBe(0);
});

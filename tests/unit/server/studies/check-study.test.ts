import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import { type Connection, openDatabase } from '../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../server/store/sqlite/stored-publications.ts';
import { openCatalogue } from '../../../../server/studies/catalogue.ts';
import { checkStudy } from '../../../../server/studies/check-study.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { budgetInWords } from '../../../../server/studies/study-plan.ts';
import { formatProblem } from '../../../../server/studies/study-problem.ts';
import { wrongFields } from './wrong-folders/wrong-fields.ts';
import { wrongFiles } from './wrong-folders/wrong-files.ts';
import { sound } from './wrong-folders/wrong-folder.ts';
import { wrongRounds } from './wrong-folders/wrong-rounds.ts';
import { wrongTexts } from './wrong-folders/wrong-texts.ts';

const wrongFolders = [...wrongFiles, ...wrongFields, ...wrongRounds, ...wrongTexts];

const now = Date.parse('2026-03-01T00:00:00Z');
const noModel = () => Promise.reject(new Error('a folder with problems needs no model'));

let parent: string;
let database: Connection;
let publish: (folder: string) => Promise<unknown>;
beforeAll(async () => {
  ({ parent } = writeStudyFolder());
  database = openDatabase(join(parent, 'donor.sqlite'));
  const publications = createStoredPublications(database);
  const store = {
    publish: async (publication: Parameters<typeof publications.publish>[0]) => publications.publish(publication),
    publications: async () => publications.publications(),
    version: async () => 0,
    endStudy: async (...end: Parameters<typeof publications.endStudy>) => publications.endStudy(...end),
  };
  const catalogue = await openCatalogue(store, () => now);
  const keys = keyFiles(join(parent, 'keys'));
  publish = (folder) => publishFolder(folder, { store, catalogue, keys, embed: noModel, now: () => now });
});
afterAll(() => {
  expect(createStoredPublications(database).publications().studies).toEqual([]);
  expect(
    existsSync(join(parent, 'keys')) ? readdirSync(join(parent, 'keys')).filter((name) => name.endsWith('.pem')) : [],
  ).toEqual([]);
  database.close();
  rmSync(parent, { recursive: true });
});

test('there are a hundred wrong folders, and no two of one name', () => {
  expect(wrongFolders.length).toBeGreaterThanOrEqual(100);
  expect(new Set(wrongFolders.map(({ what }) => what)).size).toBe(wrongFolders.length);
});

test.for(wrongFolders)('refuses $what with place and remedy, and publishes nothing', async (wrong) => {
  const { yaml = sound, files } = wrong;
  const written = writeStudyFolder({ parent: join(parent, 'studies'), yaml, ...(files ? { files } : {}) });
  wrong.spoil?.(written.folder);
  try {
    const { problems, planned } = await checkStudy(written.folder, { loadEmbedder: noModel, now });
    const lines = problems.map(formatProblem).join('\n').replaceAll(join(written.folder, '/'), '');
    expect(lines).toMatch(wrong.said);
    expect(planned).toBe(undefined);
    await expect(publish(written.folder)).rejects.toThrow();
  } finally {
    rmSync(written.folder, { recursive: true, force: true });
  }
});

/** A model for three kinds of text: two that are nearly alike, two that are the same to it, and all others. */
const smallModel = {
  embed: async (texts: readonly string[]) =>
    texts.map((text) => {
      const own = Array.from({ length: 8 }, (_, i) => (text.length % 7 === i ? 1 : 0));
      if (text.startsWith('near')) return Float32Array.of(10, text.length, 0.1, 0, 0, 0, 0, 0);
      return Float32Array.from(text.startsWith('same') ? [0, 0, 0, 0, 0, 0, 0, 1] : own);
    }),
  tokens: (text: string) => ({
    count: text.split(' ').length + 2,
    unknownWords: text.split(' ').filter((word) => word === 'zzz'),
  }),
  dispose: async () => {},
};
async function warningsOf(yaml: string, files: Record<string, string>): Promise<string[]> {
  const { folder, parent: own } = writeStudyFolder({ yaml, files });
  const { problems, warnings } = await checkStudy(folder, { loadEmbedder: async () => smallModel, now });
  rmSync(own, { recursive: true });
  expect(problems).toEqual([]);
  return warnings.map((warning) => formatProblem(warning).replace(join(folder, '/'), ''));
}
const candidateStudy = studyYaml({ year: farYear, rounds: ['candidates'] });
const fragmentStudy = studyYaml({ year: farYear });

test.each([
  [
    'an epsilon that few volunteers answer',
    fragmentStudy.replace('epsilon: 4', 'epsilon: 5'),
    ['flat tyre', 'night train'],
    [/^study\.yaml:17:14: rounds\[0\]\.epsilon: .* no round above epsilon 4/],
  ],
  ['nothing at the largest epsilon of the default caps', fragmentStudy, ['flat tyre', 'night train'], []],
  ['one text alone', fragmentStudy, ['flat tyre'], [/texts: one text alone/]],
  [
    'fragments of the same words',
    fragmentStudy,
    ['lentil soup', 'rice', 'Lentil: soup!'],
    [/^phrases\.txt:3:1: the same words as in line 1 \("lentil soup"\)/],
  ],
  [
    'a fragment of nine words',
    fragmentStudy,
    ['one two three four five six seven eight nine', 'one two three four five six seven eight'],
    [/^phrases\.txt:1:1: 9 words/],
  ],
  [
    'a comment that may be a text',
    fragmentStudy,
    ['#metoo', 'flat tyre', 'night train'],
    [/^phrases\.txt:1:1: .*write \\#metoo/],
  ],
  [
    'another language',
    fragmentStudy,
    ['ich komme heute später nach Hause', 'I am coming home late tonight'],
    [/^phrases\.txt:1:1: this looks like German; the study declares English$/],
  ],
  [
    'a wrong conversion',
    fragmentStudy,
    ['fine words', 'GrÃ¼ÃŸe'],
    [/^phrases\.txt:2:1: this looks like UTF-8 that was read/],
  ],
  [
    'too few reports for so many texts',
    fragmentStudy.replace('epsilon: 4', 'epsilon: 0.5'),
    Array.from({ length: 90 }, (_, i) => `word${i}`),
    [/minimumReports: with 50 reports no share below 50 %/],
  ],
])('warns of %s', async (_what, yaml, texts, expected) => {
  expect(await warningsOf(yaml, { 'phrases.txt': texts.join('\n') })).toEqual(
    expected.map((each) => expect.stringMatching(each)),
  );
});

test('warns of candidates that the model does not tell apart, does not know, or cuts', async () => {
  const texts = [
    'near',
    'nearly',
    'same one',
    'same other',
    'x zzz',
    'a '.repeat(254).trim(),
    'bb '.repeat(255).trim(),
  ];
  expect(await warningsOf(candidateStudy, { 'candidates.txt': texts.join('\n') })).toEqual([
    expect.stringMatching(/^candidates\.txt:5:1: the model does not know "zzz"/),
    expect.stringMatching(/^candidates\.txt:7:1: the model reads the first 256 tokens of a text, and this one has 257/),
    expect.stringMatching(/^candidates\.txt:4:1: no draft can ever be counted for this candidate.* the same as line 3/),
    expect.stringMatching(/^candidates\.txt:2:1: nearly the same to the model as line 1 \(similarity 0\.99\)/),
  ]);
});

test('warns of a candidate that even its own words cannot win', async () => {
  const yaml = candidateStudy.replace('minSimilarity: 0.4', 'minSimilarity: 1');
  expect(await warningsOf(yaml, { 'candidates.txt': 'nearby\nabc' })).toEqual([
    expect.stringMatching(/^candidates\.txt:1:1: no draft can ever be counted .* reach a similarity of 0\.9+/),
  ]);
});

test('names ten places of a kind and counts the rest', async () => {
  const texts = Array.from({ length: 13 }, (_, i) => `zzz ${'b'.repeat(i)}${i}`);
  const warnings = await warningsOf(candidateStudy, { 'candidates.txt': texts.join('\n') });
  const unknown = warnings.filter((line) => /does not know/.test(line));
  expect(unknown).toHaveLength(10);
  expect(warnings).toContain('candidates.txt: 3 more texts like the 10 above');
});

test('says which model a study of candidates has, and what languages their texts are in', async () => {
  const texts = ['Heute Abend kochen wir Nudeln mit Tomaten', 'Der Zug kommt schon wieder zu spät an', 'zzz'];
  const yaml = candidateStudy.replace('title: How', 'languages: [de]\ntitle: How');
  const { folder, parent: own } = writeStudyFolder({ yaml, files: { 'candidates.txt': texts.join('\n') } });
  const asked: string[] = [];
  const loadEmbedder = async ({ id }: { readonly id: string }) => {
    asked.push(id);
    return smallModel;
  };
  const { problems, planned } = await checkStudy(folder, { loadEmbedder, now });
  rmSync(own, { recursive: true });
  expect([problems, asked]).toEqual([[], ['use-multilingual-v3-int8']]);
  expect(planned?.model).toMatchObject({
    id: 'use-multilingual-v3-int8',
    candidates: [
      {
        round: 1,
        languages: [
          { language: 'de', texts: 2, takesPart: true, unknown: 0 },
          { language: null, texts: 1, takesPart: true, unknown: 1 },
        ],
      },
    ],
  });
});

test('a study of fragments may be in any language: it needs no model', async () => {
  const yaml = fragmentStudy.replace('title: How', 'languages: [hi, sw]\ntitle: How');
  expect(await warningsOf(yaml, { 'phrases.txt': 'flat tyre\nnight train' })).toEqual([]);
});

const entry = (epsilon: number, more = '') =>
  `  - title: Again?\n    kind: fragments\n    texts: phrases.txt\n    epsilon: ${epsilon}\n${more}`;

test('says when volunteers who keep the default caps answer which round', async () => {
  const yaml = `${fragmentStudy}${entry(4)}${entry(4)}${entry(2)}${entry(4)}`;
  const { folder, parent: own } = writeStudyFolder({ yaml, files: { 'phrases.txt': 'flat tyre\nnight train' } });
  const { planned } = await checkStudy(folder, { loadEmbedder: noModel, now, volunteers: 700 });
  rmSync(own, { recursive: true });
  expect(planned?.budgets).toEqual([{ cohort: 0, days: [1, 1, 31, 31, 61] }]);
  expect(budgetInWords({ days: [1, 1, 31, 31, 61] })).toBe(
    'rounds 1–2 in the first 30 days, rounds 3–4 from day 31, round 5 from day 61',
  );
  expect(planned?.rounds.map(({ plans }) => plans.map(({ volunteers }) => volunteers))).toEqual(Array(5).fill([700]));
});

test('a cohort answers its own rounds, and a round that closes too early is never answered', async () => {
  const cohorts = (numbers: string) => `    cohorts: ${numbers}\n`;
  const soon = '    closesAt: 2026-03-20T00:00:00Z\n';
  const yaml = `${fragmentStudy.replace('title: How', 'cohorts: 2\ntitle: How')}${entry(4)}${entry(4, cohorts('[1]'))}${entry(4, soon)}`;
  const { folder, parent: own } = writeStudyFolder({ yaml, files: { 'phrases.txt': 'flat tyre\nnight train' } });
  const { planned, warnings } = await checkStudy(folder, { loadEmbedder: noModel, now });
  rmSync(own, { recursive: true });
  expect(planned?.budgets).toEqual([
    { cohort: 0, days: [1, 1, null, null] },
    { cohort: 1, days: [1, 1, 31, null] },
  ]);
  expect(warnings.map(({ field, message }) => `${field} ${message}`)).toEqual([
    expect.stringMatching(/^rounds\[3\] volunteers of cohort 0 .* never answer round 4/),
    expect.stringMatching(/^rounds\[3\] volunteers of cohort 1 .* never answer round 4/),
  ]);
});

test('names every problem of every part in one go, and none that follows from another', async () => {
  const yaml = studyYaml({ year: farYear, rounds: ['fragments', 'candidates'] })
    .replace('name: commute', 'name: Commute\nbudgets: { leastEpsilon: 5 }')
    .replace(/endsAt: .*/, 'endsAt: 2020-12-31T00:00:00Z')
    .replace('kind: fragments', 'kind: survey')
    .replace('minSimilarity: 0.4', 'minSimilarity: 4');
  const { folder, parent: own } = writeStudyFolder({
    yaml,
    files: { 'phrases.txt': '!!!\n', 'candidates.txt': 'a\na\n' },
  });
  const { problems } = await checkStudy(folder, { loadEmbedder: noModel, now });
  rmSync(own, { recursive: true });
  expect(problems.map(({ field, file }) => field ?? file.slice(folder.length + 1)).toSorted()).toEqual([
    'candidates.txt',
    'endsAt',
    'name',
    'rounds[0].closesAt',
    'rounds[0].epsilon',
    'rounds[0].kind',
    'rounds[1].closesAt',
    'rounds[1].epsilon',
    'rounds[1].minSimilarity',
  ]);
});

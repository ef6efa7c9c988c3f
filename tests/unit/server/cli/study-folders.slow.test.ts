import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { openServer } from '../opened-server.ts';
import { donor, exit, start } from './donor.ts';

const home = mkdtempSync(join(tmpdir(), 'donor-home-'));
afterAll(() => rmSync(home, { recursive: true }));

const messages = [
  'I put lentils into the soup',
  'the train is late again',
  'please water the plants',
  'we meet on Thursday',
];
const drafts = join(home, 'drafts.csv');
writeFileSync(
  drafts,
  `text,about,who\n${messages.flatMap((message, i) => Array.from({ length: 6 }, (_, j) => `${message} number ${j}, good luck,topic ${i},person ${(i + j) % 5}\n`.replace(', good', ' good'))).join('')}`,
);

test('from nothing to a study that can be published: init, check, try, simulate', async () => {
  const folder = join(home, 'journeys');
  const made = await donor(['init', folder]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(folder).toSorted()).toEqual(['candidates.txt', 'fragments.txt', 'study.yaml']);

  const checked = await donor(['check', folder, '--json']);
  expect(checked.code).toBe(0);
  const check = JSON.parse(checked.stdout);
  expect(check).toMatchObject({
    problems: [],
    warnings: [],
    planned: { name: 'journeys', budgets: [{ cohort: 0, days: [1, 1] }] },
  });
  expect(check.planned.rounds[0].plans[0]).toMatchObject({ volunteers: 200, candidates: 10, epsilon: 4 });

  const tried = JSON.parse(
    (await donor(['try', folder, '--texts', drafts, '--label-column', 'about', '--json'])).stdout,
  );
  expect(tried.rounds).toHaveLength(2);
  expect(tried.rounds[0].answers[0]).toMatchObject({
    text: 'I put lentils into the soup number 0 good luck',
    label: 'topic 0',
    nearest: 2,
    answer: 2,
  });
  expect(tried.rounds[0].suggestedMinSimilarity).toBeGreaterThan(0);

  const words = [
    'simulate',
    folder,
    '--texts',
    drafts,
    '--label-column',
    'about',
    '--volunteers',
    '12000',
    '--seed',
    '3',
  ];
  const simulated = JSON.parse((await donor([...words, '--json'])).stdout);
  expect(simulated.seconds).toBeGreaterThan(0);
  const [candidates, fragments] = simulated.rounds;
  expect(candidates).toMatchObject({ round: 1, volunteers: 12_000, falselySignificant: 0 });
  const held = candidates.shares.filter((share: { true: number }) => share.true > 0.05);
  expect(held.length).toBeGreaterThan(2);
  for (const share of held) expect(Math.abs(share.estimate - share.true)).toBeLessThan(0.02);
  expect(fragments.none.true).toBeGreaterThan(0.9);
  const people = await donor(['simulate', folder, '--texts', drafts, '--person-column', 'who', '--volunteers', '300']);
  expect(people.code).toBe(0);
  expect(people.stdout).toMatch(/^volunteers +300$/m);
});

test('init writes no file over another, and names a folder that cannot be a study', async () => {
  const taken = await donor(['init', home]);
  expect(taken.code).toBe(2);
  expect(taken.stderr).toMatch(/is not empty|becomes the name of the study/);
  const named = await donor(['init', join(home, 'My Study')]);
  expect(named).toMatchObject({ code: 2, stdout: '' });
  expect(named.stderr).toMatch(/expected lower-case letters, digits and hyphens/);
  expect(readdirSync(home)).not.toContain('My Study');
});

test('check names its problems as JSON too, and ends with 2', async () => {
  const { parent, folder } = writeStudyFolder({
    yaml: studyYaml({ year: farYear }).replace('epsilon: 4', 'epsilon: 9'),
  });
  const { code, stdout, stderr } = await donor(['check', folder, '--json']);
  rmSync(parent, { recursive: true });
  expect(code).toBe(2);
  expect(JSON.parse(stdout).problems).toEqual([
    {
      file: join(folder, 'study.yaml'),
      line: 17,
      column: 14,
      field: 'rounds[0].epsilon',
      message: expect.stringContaining('at most 8'),
    },
  ]);
  expect(stderr).toMatch(/study\.yaml:17:14: rounds\[0\]\.epsilon: expected at most 8/);
});

test.each([
  ['try', ['try', 'FOLDER', '--texts', '/nowhere.csv']],
  ['simulate', ['simulate', 'FOLDER', '--texts', '/nowhere.csv', '--volunteers', '10']],
])('%s refuses a file of texts that is not there', async (_command, words) => {
  const { parent, folder } = writeStudyFolder({ yaml: studyYaml({ year: farYear }) });
  const outcome = await donor(words.map((word) => (word === 'FOLDER' ? folder : word)));
  rmSync(parent, { recursive: true });
  expect(outcome).toEqual({ code: 2, stdout: '', stderr: 'error: /nowhere.csv: there is no such file\n' });
});

const poll = (kind: string) => studyYaml({ year: farYear }).replace('title: How', `kind: ${kind}\ntitle: How`);
const simulation = (folder: string, address: string) => [
  ...['simulate', folder, '--texts', drafts, '--volunteers', '400', '--server', address, '--json'],
];

test('votes go to the ordinary endpoint of a pilot', async () => {
  const server = await openServer({ yaml: poll('pilot'), files: { 'phrases.txt': 'good luck\nflat tyre\n' } });
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    // A slow machine has progress on stderr.
    const { code, stdout, stderr } = await donor(simulation(server.folder, address));
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      server: { origin: address, reports: 400 },
      rounds: [{ volunteers: 400 }],
    });
    const { reports } = (await server.store.counters(server.round.id)) ?? { reports: 0 };
    expect(reports).toBe(400);
    const authorization = `Bearer ${server.adminToken}`;
    await server.app.inject({ method: 'POST', url: `/v1/rounds/${server.round.id}/close`, headers: { authorization } });
    const late = await donor(simulation(server.folder, address));
    expect(late).toMatchObject({ code: 2, stdout: '' });
    expect(late.stderr).toMatch(/no round of this study is open on the server/);
  } finally {
    await server.dispose();
  }
});

test('no simulated vote ever goes to a real study, whatever the folder says', async () => {
  const server = await openServer({ yaml: poll('real'), files: { 'phrases.txt': 'good luck\nflat tyre\n' } });
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const honest = await donor(simulation(server.folder, address));
    expect(honest).toMatchObject({ code: 2, stdout: '' });
    expect(honest.stderr).toMatch(/kind: simulated votes are never sent to a real study/);
    const file = join(server.folder, 'study.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('kind: real', 'kind: demo'));
    const disguised = await donor(simulation(server.folder, address));
    expect(disguised).toMatchObject({ code: 2, stdout: '' });
    expect(disguised.stderr).toMatch(/kind: on the server this study is a real one/);
    const { reports } = (await server.store.counters(server.round.id)) ?? { reports: 0 };
    expect(reports).toBe(0);
  } finally {
    await server.dispose();
  }
});

test('an interrupt ends a simulation at once', async () => {
  const { parent, folder } = writeStudyFolder({ yaml: studyYaml({ year: farYear }) });
  const child = start(['simulate', folder, '--texts', drafts, '--volunteers', '10000000']);
  const [stdout, ended] = [text(child.stdout), exit(child)];
  // The first line of progress: volunteers are voting.
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(await stdout).toBe('');
  rmSync(parent, { recursive: true });
});

test.each(['bash', 'zsh', 'fish'])('completion for %s names every command and its options', async (shell) => {
  const { code, stdout } = await donor(['completion', shell]);
  expect(code).toBe(0);
  for (const word of ['init', 'simulate', 'label-column', 'volunteers']) expect(stdout).toContain(word);
});

test('completion works in bash', async () => {
  const { stdout: script } = await donor(['completion', 'bash']);
  const { spawnSync } = await import('node:child_process');
  const complete = (words: string) =>
    spawnSync(
      'bash',
      [
        '-c',
        `${script}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _donor; echo "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8' },
    ).stdout.trim();
  expect(complete('donor sim')).toBe('simulate');
  expect(complete('donor try folder --la')).toBe('--label-column');
  expect(complete('donor completion z')).toBe('zsh');
  expect(complete('donor token re')).toBe('revoke');
  expect(complete('donor token create --all')).toBe('--all-studies');
});

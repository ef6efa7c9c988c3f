import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomise } from '../../../../core/privacy/subset-selection.ts';
import { bundleSchema } from '../../../../core/protocol/bundle.ts';
import { roundResultsSchema } from '../../../../core/protocol/results.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { type ServerProcess, startServer } from '../../../../harness/server-process.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { openServer, reportOf } from '../opened-server.ts';
import { donor } from './donor.ts';

/** Two rounds: the first with 300 reports of several ids each, the second with none. */
const texts = Array.from({ length: 12 }, (_, i) => (i === 0 ? 'a "quoted", text' : `phrase number ${i}`)).join('\n');
const yaml = `${studyYaml({ year: farYear, epsilon: 1 })}  - title: And again?
    kind: fragments
    texts: phrases.txt
    epsilon: 1
    minimumReports: 50
`;
let server: Awaited<ReturnType<typeof openServer>>;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'donor-files-'));
  server = await openServer({ yaml, files: { 'phrases.txt': texts } });
  const { mechanism, round } = server;
  expect(mechanism.subsetSize).toBeGreaterThan(1);
  const random = seededRandom(5);
  await Promise.all(
    Array.from({ length: 300 }, async (_, i) => {
      const payload = reportOf(round, randomise(i % 3 === 0 ? 1 : 0, mechanism, random), mechanism);
      await server.app.inject({ method: 'POST', url: '/v1/reports', payload });
    }),
  );
  await server.close();
});
afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

const at = (...words: string[]) => donor([...words, '--data', server.data]);

test('a data directory that no server uses is worked on by name, from the list to the release', async () => {
  // The clock of the tests' server stands in another year.
  writeFileSync(join(server.data, 'last-day'), `${new Date().toISOString().slice(0, 10)}\n`);
  expect((await at('list')).stdout).toMatch(
    /^commute {2}real {3}running {4}2 of 2 rounds open {2}How people travel\n$/,
  );
  const shown = await at('show', 'commute');
  expect(shown.stdout).toMatch(
    /commute\/1 +Which phrase did you type\?: open\. At least 200 reports so far\. Estimates are released when the/,
  );
  expect(shown.stdout).toMatch(/commute\/2 +And again\?: open\. Fewer than 10 reports so far\./);
  expect((await at('results', 'commute/1', '--csv')).stderr).toMatch(/nothing is released of this round/);

  const asked = await at('close', 'commute/2');
  expect(asked.code).toBe(2);
  expect(asked.stderr).toMatch(
    /Closing commute\/2, "And again\?".*fewer than 50 reports: there will be no estimate, ever/,
  );
  expect(asked.stderr).toMatch(/nobody can be asked here; say --yes/);
  expect((await at('close', 'commute')).stderr).toMatch(/expected one round: commute\/1, commute\/2/);
  expect((await at('close', 'commute/3')).stderr).toMatch(/has 2 rounds/);
  expect((await at('close', 'comute/1')).stderr).toMatch(/no study called "comute"; there are commute/);
  const closed = await at('close', 'commute/1', '--yes');
  expect(closed.stderr).toMatch(/Its last release is made\./);
  expect(closed.stdout).toBe(`closed commute/1 (${server.round.id})\n`);
  expect((await at('close', 'commute/1', '--yes')).stderr).toMatch(/commute\/1 is closed already/);
});

test('results are files with the same numbers in every format', async () => {
  const json = roundResultsSchema.parse(JSON.parse((await at('results', 'commute/1', '--json')).stdout));
  if (json.outcome.state !== 'released') throw new Error('expected a release');
  const lines = (await at('results', 'commute/1', '--jsonl')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(13);
  expect(lines[0]).toMatchObject({
    id: '0',
    text: 'a "quoted", text',
    reports: 300,
    share: json.outcome.shares[0]?.share,
  });
  expect(lines[12]).toMatchObject({ id: 'none', text: '', rank_low: null, support: json.outcome.none?.support });
  const csv = (await at('results', 'commute/1', '--csv')).stdout;
  expect(csv.split('\n', 2)[0]).toBe(Object.keys(lines[0]).join(','));
  expect(csv).toContain('\n0,"a ""quoted"", text",300,');
  const file = join(folder, 'results.parquet');
  expect(await at('results', 'commute/1', '--parquet', '--out', file)).toEqual({ code: 0, stdout: '', stderr: '' });
  const bytes = Uint8Array.from(readFileSync(file)).buffer;
  const rows = await parquetReadObjects({ file: bytes });
  expect(rows.map((row) => ({ ...row, reports: Number(row.reports) }))).toEqual(lines);
});

test('which texts can be told apart is shown as a short table, and of one text in full', async () => {
  const shown = await at('results', 'commute/1', '--differences');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^Which phrase did you type\?\n\d+ of 66 pairs of texts can be told apart\.\n/);
  expect(shown.stdout).toMatch(
    /^a "quoted", text +phrase number \d+ +\+[\d.]+ +[+−][\d.]+ to \+[\d.]+ +\d+ of 11 below$/m,
  );
  const cut = (await at('results', 'commute/1', '--differences', '--of', '0', '--most', '1')).stdout;
  expect(cut).toMatch(/^1 of (\d+) lines are shown; --most \1 shows all of them\.$/m);
  const json = JSON.parse((await at('results', 'commute/1', '--differences', '--of', '1', '--json')).stdout);
  expect(json).toMatchObject({ pairs: 66, lines: json.differences.length });
  for (const { larger, smaller } of json.differences) expect([larger.id, smaller.id]).toContain(1);
});

test.each([
  [['--changes'], /expected a round with two releases or more/],
  [['--against', 'commute/2'], /nothing is released of "And again\?"/],
  [['--of', '1'], /--of: expected --differences with it/],
])('results %j is refused with what was expected', async (words, message) => {
  const { code, stdout, stderr } = await at('results', 'commute/1', ...words);
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
});

test('a bundle holds what was released and nothing else, and its results can be computed again', async () => {
  const file = join(folder, 'bundle.json');
  expect((await at('bundle', 'commute', '--out', file)).stderr).toMatch(/2 rounds, 1 release[.]/);
  const bundle = bundleSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(bundle.rounds.map(({ releases }) => releases.map(({ reports }) => reports))).toEqual([[300], []]);
  expect(readFileSync(file, 'utf8')).not.toMatch(/nonce|noisy|"votes?"/i);
  const verified = await donor(['verify', '--bundle', file, '--json']);
  expect(verified.code).toBe(0);
  const again = JSON.parse(verified.stdout);
  const json = roundResultsSchema.parse(JSON.parse((await at('results', 'commute/1', '--json')).stdout));
  expect(again.rounds[0].outcome).toEqual(json.outcome);
  expect((await donor(['verify', '--bundle', file])).stdout).toMatch(
    /And again\?: nothing was released\nhashes.* agree\n$/,
  );

  const counts = structuredClone(bundle);
  (counts.rounds[0]?.releases[0]?.supports as number[])[0] = 299;
  const words = structuredClone(bundle);
  (words.rounds[0] as { texts: string[] }).texts[0] = 'another text';
  for (const [changed, damage] of [
    [counts, /round 1: counts: expected a sum of/],
    [words, /round 1: the texts do not fit their hash/],
    [
      { ...bundle, study: { ...bundle.study, document: { ...bundle.study.document, title: 'Other' } } },
      /study: the signature is wrong/,
    ],
  ] as const) {
    writeFileSync(file, JSON.stringify(changed));
    const { code, stderr } = await donor(['verify', '--bundle', file]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(damage)]);
  }
  writeFileSync(file, '{');
  expect((await donor(['verify', '--bundle', file])).code).toBe(2);
});

test('a dataset is a new directory with lines and a card', async () => {
  const out = join(folder, 'dataset');
  const made = await at('dataset', 'commute/1', '--count', '90', '--out', out);
  expect(made).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(/train\.jsonl: 90 lines, \d+ different texts of "Which phrase did you type\?"/);
  const lines = readFileSync(join(out, 'train.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(90);
  expect(lines[0]).toMatchObject({ text: 'a "quoted", text', id: 0, round: server.round.id });
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('# How people travel');
  expect((await at('dataset', 'commute/1', '--count', '90', '--out', out)).stderr).toMatch(/expected a new directory/);
  expect((await at('dataset', 'commute/2', '--count', '90', '--out', `${out}2`)).code).toBe(2);
});

const python = spawnSync('python3', ['--version']).status === 0;
test.skipIf(!python)('a script without our code finds the same numbers', async () => {
  const file = join(folder, 'for-python.json');
  await at('bundle', 'commute', '--out', file);
  const { stdout, stderr } = spawnSync('python3', ['docs/recompute.py', file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const ours = (await at('results', 'commute/1', '--csv')).stdout.trim().split('\n').slice(1);
  const theirs = stdout.trim().split('\n').slice(1);
  const numbers = (line: string) =>
    line
      .replace(/^(\w+),("[^"]*(?:""[^"]*)*"|[^,]*),/, '')
      .split(',')
      .slice(0, 8);
  expect(theirs).toHaveLength(ours.length);
  for (const [i, line] of ours.entries()) {
    const [expected, found] = [numbers(line), numbers(theirs[i] as string)];
    expect(found[7]).toBe(expected[7]);
    for (let column = 0; column < 7; column++) {
      expect(Number(found[column])).toBeCloseTo(Number(expected[column]), 9);
    }
  }
});

test('while a server uses the data directory, it is asked, and a study ends and is withdrawn by name', async () => {
  const { parent } = writeStudyFolder({ yaml, files: { 'phrases.txt': texts } });
  const data = mkdtempSync(join(tmpdir(), 'donor-data-'));
  const running: ServerProcess = await startServer({ data, studies: parent, port: 0 });
  const words = (...all: string[]) => donor([...all, '--data', data]);
  expect((await words('list')).stdout).toMatch(/^commute .*2 of 2 rounds open/);
  const elsewhere = await donor(['end', 'commute', '--yes', '--server', running.origin, '--data', '/nowhere']);
  expect(elsewhere.stderr).toMatch(/expected a token in \/nowhere\/admin-token/);
  const ended = await words('end', 'commute', '--yes');
  expect(ended.stderr).toMatch(
    /Ending commute: no round follows.*\ncommute\/1 closes\. There are fewer than 50 reports/,
  );
  expect(ended.stdout).toMatch(/^ended commute \([0-9a-f]{64}\)\n$/);
  expect(JSON.parse((await words('list', '--json')).stdout).studies).toMatchObject([{ state: 'ended' }]);
  expect((await words('withdraw', 'commute', '--yes')).stdout).toMatch(/^withdrawn commute/);
  expect((await words('withdraw', 'commute', '--yes')).stderr).toMatch(/is withdrawn already/);
  running.kill('SIGTERM');
  await running.ended;
  rmSync(data, { recursive: true });
  rmSync(parent, { recursive: true });
});

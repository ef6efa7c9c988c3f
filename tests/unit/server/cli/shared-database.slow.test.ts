import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import type { PublishedRound } from '../../../../harness/study-server.ts';
import { StudyServers } from '../../../../harness/study-servers.ts';
import { donor } from './donor.ts';

let servers: StudyServers;
let rounds: readonly PublishedRound[];
const environment = (): Record<string, string> => ({
  DATABASE_URL: servers.database.url,
  DONOR_SECRET: servers.database.secret,
});
const readToken = (file: string): string => readFileSync(file, 'utf8').trim();
const run = (words: readonly string[], more = {}) => donor(words, '', { ...environment(), ...more });

beforeAll(async () => {
  servers = await StudyServers.create();
  const yaml = studyYaml({ year: farYear, rounds: ['fragments', 'fragments', 'fragments'] });
  writeStudyFolder({ parent: servers.studies, yaml });
  await servers.start(0);
  rounds = (await servers.published())[0]?.rounds ?? [];
});
afterAll(() => servers.close());

test('doctor and verify look at the database of a running server', async () => {
  const doctor = await run(['doctor']);
  expect(doctor).toMatchObject({ code: 0, stderr: '' });
  for (const what of ['version', 'traces', 'durability', 'permissions', 'votes', 'secret', 'keys']) {
    expect(doctor.stdout).toMatch(new RegExp(`^${what}\\b`, 'm'));
  }
  expect(await run(['verify'])).toMatchObject({ code: 0, stdout: 'hashes, signatures, counters and votes agree\n' });
});

test('commands work on the database beside its servers, and with a server by the token of the shared secret', async () => {
  expect((await run(['list'])).stdout).toMatch(/^commute .* 3 of 3 rounds open /);
  const words = ['close', 'commute/1', '--yes', '--server', servers.process(0).origin];
  const other = { DONOR_SECRET: randomBytes(32).toString('base64url') };
  expect(await run(words, other)).toMatchObject({ code: 2, stdout: '' });
  expect(await run(['list'], other)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('DONOR_SECRET: this is'),
  });
  expect(await run(words)).toMatchObject({ code: 0, stdout: `closed commute/1 (${rounds[0]?.id})\n` });
  // The server that has closed nothing knows it with its next answer.
  expect(await run(['close', 'commute/2', '--yes'])).toMatchObject({ code: 0 });
  const page = await fetch(`${servers.process(0).origin}/v1/rounds/${rounds[1]?.id}/results`);
  expect(await page.json()).toMatchObject({ outcome: { state: 'too-few' } });
});

test('a token that one process has made is taken by the others until any of them revokes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'donor-tokens-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ada');
  const create = ['token', 'create', 'ada', '--study', 'commute', '--scope', 'run', '--out', file];
  expect(await run(create)).toMatchObject({ code: 0, stdout: '' });
  const { origin } = servers.process(0);
  const seen = () => fetch(`${origin}/v1/tokens`, { headers: { authorization: `Bearer ${readToken(file)}` } });
  expect(await (await seen()).json()).toMatchObject({ tokens: [{ name: 'ada', study: 'commute', scope: 'run' }] });
  const words = ['close', 'commute/3', '--yes', '--server', origin, '--token-file', file];
  expect(await run(words)).toMatchObject({ code: 0, stdout: `closed commute/3 (${rounds[2]?.id})\n` });
  expect(await run(['token', 'admin', '--out', join(folder, 'admin')])).toMatchObject({ code: 0 });
  expect(readToken(join(folder, 'admin'))).toBe(servers.process(0).adminToken);
  expect(await run(['token', 'revoke', 'ada', '--server', origin])).toMatchObject({ code: 0, stdout: 'revoked ada\n' });
  expect((await seen()).status).toBe(401);
  expect(await run(['token', 'list'])).toMatchObject({ code: 0, stdout: 'there is no token of a researcher\n' });
  expect(await run(create.with(-1, join(folder, 'again')))).toMatchObject({ code: 0 });
});

test('backup and restore name what PostgreSQL has for them, and a missing secret is named', async () => {
  expect(await run(['backup', 'file'])).toMatchObject({ code: 2, stderr: expect.stringContaining('pg_dump') });
  expect(await run(['restore', 'file'])).toMatchObject({ code: 2, stderr: expect.stringContaining('pg_restore') });
  expect(await run(['doctor'], { DONOR_SECRET: '' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('DONOR_SECRET: expected 32 random bytes'),
  });
});

test('a restored copy is checked, and its open rounds are closed without a release', async () => {
  await servers.stop(0);
  const client = new pg.Client({ connectionString: servers.database.url.replace('/donor_1', '/postgres') });
  await client.connect();
  await client.query('CREATE DATABASE copy TEMPLATE donor_1');
  await client.end();
  const copy = { DATABASE_URL: servers.database.url.replace('/donor_1', '/copy') };
  const head = rounds.at(-1)?.id;
  expect(await run(['restored'], copy)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--log-head commute'),
  });
  const older = ['restored', '--log-head', `commute=${'ab'.repeat(32)}`];
  expect(await run(older, copy)).toMatchObject({ code: 2, stderr: expect.stringContaining('older than what') });
  const restored = await run(['restored', '--log-head', `commute=${head}`], copy);
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.stdout).not.toContain('closed without a release');
  expect(restored.stdout).toMatch(/^tokens +deleted: 1; make new ones$/m);
  expect((await run(['restored', '--log-head', `commute=${head}`], copy)).stdout).not.toContain('closed without');
});

test('two who open a preview at once open it once', async () => {
  const { folder } = writeStudyFolder({ yaml: studyYaml({ name: 'meals', year: farYear }) });
  expect(await run(['publish', folder])).toMatchObject({ code: 0 });
  const both = await Promise.all([run(['open', 'meals', '--yes']), run(['open', 'meals', '--yes'])]);
  expect(both.map(({ code }) => code).toSorted()).toEqual([0, 2]);
  expect(both.find(({ code }) => code === 2)?.stderr).toMatch(/preview is another one by now|no preview of/);
  expect((await servers.published()).map(({ rounds: all }) => all.length)).toEqual([3, 1]);
});

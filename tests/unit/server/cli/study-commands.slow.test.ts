import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomise } from '../../../../core/privacy/subset-selection.ts';
import { roundResultsSchema } from '../../../../core/protocol/results.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { openServer, reportOf } from '../opened-server.ts';
import { donor } from './donor.ts';

const future = studyYaml({ year: farYear });
let server: Awaited<ReturnType<typeof openServer>>;
let address: string;
beforeAll(async () => {
  server = await openServer({ yaml: future });
  address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const random = seededRandom(11);
  const { mechanism, round } = server;
  await Promise.all(
    Array.from({ length: 173 }, async () => {
      const payload = reportOf(round, randomise(1, mechanism, random), mechanism);
      await server.app.inject({ method: 'POST', url: '/v1/reports', payload });
    }),
  );
});
afterAll(() => server.dispose());

test('check names what a folder would publish, or one line a problem', async () => {
  const good = await donor(['check', writeStudyFolder({ yaml: future }).folder]);
  expect(good).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^study {4}commute \(real\)\n.*\nround 1 {2}fragments: 4 texts, epsilon 4 a report\n/,
    ),
    stderr: '',
  });
  const { parent, folder } = writeStudyFolder({ yaml: future.replace('epsilon: 4', 'epsilon: 9') });
  writeFileSync(join(folder, 'phrases.txt'), 'flat tyre\nflat tyre\n');
  const bad = await donor(['check', folder]);
  rmSync(parent, { recursive: true });
  expect(bad.code).toBe(2);
  expect(bad.stdout).toBe('');
  expect(bad.stderr).toMatch(
    /study\.yaml:17:14: rounds\[0\]\.epsilon: expected at most 8.*\n.*phrases\.txt:2:1: the same text/,
  );
  const past = await donor(['check', writeStudyFolder({ yaml: studyYaml({ year: 2020 }) }).folder]);
  expect(past.stderr).toMatch(/study\.yaml:12:9: endsAt: expected a time in the future/);
});

test('results, verify and close: a coarse total, then a release, and never the total in between', async () => {
  const results = () => donor(['results', server.round.id, '--server', address]);
  const open = await results();
  expect(open.stdout).toMatch(
    /^Which phrase did you type\?\nreports {2}at least 100\nrelease {2}Estimates are released when the round closes on/,
  );
  expect(open.stdout).not.toContain('173');

  const verified = await donor(['verify', '--data', server.data]);
  expect(verified).toEqual({ code: 0, stdout: 'hashes, signatures, counters and votes agree\n', stderr: '' });

  const close = ['close', server.round.id, '--yes', '--server', address];
  const stranger = await donor([...close, '--data', server.parent]);
  expect(stranger.code).toBe(2);
  expect(stranger.stderr).toMatch(/expected a token in/);
  expect((await donor([...close, '--data', server.data])).stdout).toBe(`closed commute/1 (${server.round.id})\n`);

  const released = await results();
  expect(released.stdout).toMatch(/^reports +173$/m);
  expect(released.stdout).toMatch(/^central epsilon .*Holds if the server is honest/m);
  expect(released.stdout).toMatch(/^1 +flat tyre +\d+\.\d.* above zero +\d/m);
  expect(released.stdout).toMatch(/^ +none of these .* cannot be told from zero +\d/m);
  const json = await donor(['results', server.round.id, '--server', address, '--json']);
  expect(roundResultsSchema.parse(JSON.parse(json.stdout)).outcome.state).toBe('released');
});

test('verify names what is damaged', async () => {
  const database = new Database(join(server.data, 'donor.sqlite'));
  database.prepare('UPDATE counters SET reports = reports + 1').run();
  database.prepare("UPDATE batches SET bytes = CAST('[]' AS BLOB)").run();
  database.close();
  const { code, stderr } = await donor(['verify', '--data', server.data]);
  expect(code).toBe(1);
  expect(stderr).toContain(`round ${server.round.id}: counters and votes differ`);
  expect(stderr).toMatch(/batch [0-9a-f]{64}: the bytes do not fit the hash/);
});

test('verify changes nothing, whether a server runs or not', async () => {
  const own = await openServer({ yaml: future });
  const file = join(own.data, 'donor.sqlite');
  // What a plain copy of a database in use holds: a file without a table.
  const copied = mkdtempSync(join(own.data, 'copy-'));
  writeFileSync(join(copied, 'donor.sqlite'), '');
  const empty = await donor(['verify', '--data', copied]);
  expect([empty.code, empty.stdout]).toEqual([1, '']);
  expect(empty.stderr).toMatch(/donor\.sqlite: there is no table of Data Donor in it/);
  expect(readdirSync(copied)).toEqual(['donor.sqlite']);
  expect(statSync(join(copied, 'donor.sqlite')).size).toBe(0);
  await own.close();
  const before = readdirSync(own.data);
  const bytes = readFileSync(file);
  expect((await donor(['verify', '--data', own.data])).code).toBe(0);
  expect(readdirSync(own.data)).toEqual(before);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  await own.dispose();
});

test.each([
  ['a server that is no address', ['results', 'ab'.repeat(32), '--server', 'here'], 2, /Expected an address such as/],
  [
    'a server that is not there',
    ['results', 'ab'.repeat(32), '--server', 'http://127.0.0.1:1'],
    1,
    /no study server answers at http:\/\/127\.0\.0\.1:1/,
  ],
  [
    'a data directory without a database',
    ['verify', '--data', '/nowhere'],
    2,
    /expected a database in \/nowhere\/donor\.sqlite/,
  ],
])('refuses %s', async (_what, words, code, message) => {
  const outcome = await donor(words);
  expect(outcome.code).toBe(code);
  expect(outcome.stdout).toBe('');
  expect(outcome.stderr).toMatch(message);
});

test('an unknown round is refused with the names that there are', async () => {
  const name = 'ab'.repeat(32);
  const outcome = await donor(['results', name, '--server', address]);
  expect(outcome).toEqual({ code: 2, stdout: '', stderr: `error: no study called "${name}"; there are commute\n` });
});

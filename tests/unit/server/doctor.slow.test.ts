import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { donor } from './cli/donor.ts';
import { openServer } from './opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
beforeEach(async () => {
  server = await openServer();
  // Made by this process, whose files others may read; a server of its own sees to that by itself.
  for (const name of readdirSync(server.data)) if (name !== 'keys') chmodSync(join(server.data, name), 0o600);
});
afterEach(() => server.dispose());

const doctor = () => donor(['doctor', '--data', server.data]);
const file = (name: string) => join(server.data, name);

test('a running server is well, and is named as the owner', async () => {
  const { code, stdout, stderr } = await doctor();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^lock +in use by process ${process.pid} \\(study server, since `, 'm'));
  for (const what of ['permissions', 'secrets', 'leftovers', 'disk', 'integrity', 'votes', 'keys']) {
    expect(stdout).toMatch(new RegExp(`^${what} +(?!WRONG)`, 'm'));
  }
});

test('everything that is wrong is said at once, and nothing is changed', async () => {
  await server.close();
  chmodSync(file('admin-token'), 0o644);
  writeFileSync(file('retry-secret'), 'short');
  writeFileSync(file('admin-token.new'), '', { mode: 0o600 });
  renameSync(file('keys/commute.pem'), file('keys/other.pem'));
  const database = new Database(file('donor.sqlite'));
  database.prepare('UPDATE counters SET reports = reports + 1').run();
  database.close();
  const contents = () =>
    readdirSync(server.data)
      .filter((name) => name !== 'keys')
      .map((name) => [name, readFileSync(file(name)).toString('base64')]);
  const before = contents();
  const { code, stdout, stderr } = await doctor();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^lock +no process uses the directory$/m);
  expect(stdout.match(/^\w+ +WRONG$/gm)).toHaveLength(5);
  for (const words of [
    'admin-token can be read or changed by others',
    'retry-secret is damaged',
    'admin-token.new was left by something that did not end',
    'counters and votes differ',
    'commute.pem: expected the private key of this study',
    'other.pem: the study of this key is not in the database',
  ]) {
    expect(stderr).toContain(words);
  }
  expect(contents()).toEqual(before);
});

test.each([
  ['is missing', () => rmSync(file('donor.sqlite')), /^error: .*donor\.sqlite: /],
  ['is empty', () => writeFileSync(file('donor.sqlite'), ''), /there is no table of Data Donor in it/],
  ['has a damaged page', () => damagePage(), /^error: /],
])('says that the database %s', async (_what, harm, message) => {
  await server.close();
  harm();
  const { code, stdout, stderr } = await doctor();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^(?:database|integrity) +WRONG$/m);
  expect(stderr).toMatch(message);
});

test('a directory that is not there is bad input, and a strange one is made into nothing', async () => {
  const { code, stderr } = await donor(['doctor', '--data', file('nowhere')]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/expected a data directory/)]);
  const empty = file('empty');
  mkdirSync(empty, { mode: 0o700 });
  expect((await donor(['doctor', '--data', empty])).code).toBe(1);
  expect(readdirSync(empty)).toEqual([]);
});

function damagePage(): void {
  const bytes = readFileSync(file('donor.sqlite'));
  bytes.fill(0xff, 4096, bytes.length);
  writeFileSync(file('donor.sqlite'), bytes);
}

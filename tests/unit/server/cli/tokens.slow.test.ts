import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { farYear, studyYaml } from '../../../../harness/study-folder.ts';
import { openServer } from '../opened-server.ts';
import { donor } from './donor.ts';

let server: Awaited<ReturnType<typeof openServer>>;
let folder: string;
let origin: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'donor-tokens-'));
  server = await openServer({ yaml: studyYaml({ year: farYear, rounds: ['fragments', 'prevalence'] }) });
  origin = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);
/** As the administrator, from another machine. */
const asAdministrator = (...words: string[]) =>
  donor([...words, '--server', origin, '--token-file', join(server.data, 'admin-token'), '--data', '/nowhere']);
const create = (name: string, ...words: string[]) => asAdministrator('token', 'create', name, ...words);

test('a token goes into a new file for its owner alone, and is good for what was said', async () => {
  const made = await create('ada', '--study', 'commute', '--scope', 'run', '--expires', '30', '--out', file('ada'));
  expect(made).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(/^The token "ada" may read and run commute until .* UTC\. It is not shown again/);
  expect(statSync(file('ada')).mode & 0o777).toBe(0o600);
  const token = readFileSync(file('ada'), 'utf8').trim();
  expect(token).toMatch(/^donor_[A-Za-z0-9_-]{43}$/);
  expect(made.stderr).not.toContain(token);
  const asAda = (...words: string[]) => donor([...words, '--server', origin, '--token-file', file('ada')]);
  expect((await asAda('token', 'list')).stdout).toMatch(/^name +study +scope +ends\nada +commute +run +.* UTC\n$/);
  expect(await asAda('close', 'commute/1', '--yes')).toMatchObject({ code: 0 });
  const refused = await asAda('token', 'revoke', 'ada');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("expected the administrator's token")]);
  chmodSync(file('ada'), 0o644);
  expect((await asAda('token', 'list')).stderr).toMatch(/ada can be read or changed by others on this machine/);
  const revoked = await asAdministrator('token', 'revoke', 'ada', '--json');
  expect(JSON.parse(revoked.stdout)).toEqual({ revoked: 'ada' });
  const late = await asAda('close', 'commute/2', '--yes');
  expect([late.code, late.stderr]).toEqual([2, expect.stringContaining('it is wrong, expired or revoked')]);
});

test.each([
  ['a pipe', ['--all-studies'], /a token is printed on a terminal only; name a new file for it with --out/],
  ['a file that is there', ['--all-studies', '--out', 'USED'], /expected a new file .*it is there already/],
  ['no study', ['--out', 'NEW'], /expected --study NAME, or --all-studies/],
  ['an unknown study', ['--study', 'comute', '--out', 'NEW'], /no study called "comute"; there are commute/],
  ['a life that is too long', ['--all-studies', '--expires', '4000', '--out', 'NEW'], /whole number from 1 to 3650/],
])('refuses %s, and neither a token nor a file comes of it', async (_what, words, message) => {
  writeFileSync(file('used'), 'mine');
  const named = words.map((word) => ({ USED: file('used'), NEW: file('new') })[word] ?? word);
  const refused = await create('bo', '--scope', 'read', ...named);
  expect([refused.code, refused.stdout, refused.stderr]).toEqual([2, '', expect.stringMatching(message)]);
  expect(await server.store.tokens()).toEqual([]);
  expect([readFileSync(file('used'), 'utf8'), existsSync(file('new'))]).toEqual(['mine', false]);
});

test('a name that is taken leaves no file behind', async () => {
  const words = ['--all-studies', '--scope', 'read', '--json', '--out'];
  const made = await create('bo', ...words, file('bo'));
  expect(JSON.parse(made.stdout)).toMatchObject({ name: 'bo', study: null, scope: 'read', out: file('bo') });
  expect(made.stdout).not.toContain(readFileSync(file('bo'), 'utf8').trim());
  const again = await create('bo', ...words, file('bo-again'));
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('There is a token of this name')]);
  expect(existsSync(file('bo-again'))).toBe(false);
});

const terminal = spawnSync('script', ['--version']).status === 0;
test.skipIf(!terminal)('the token of the administrator is printed on a terminal, and nowhere else', async () => {
  const words = `node --import tsx server/cli/main.ts token admin --data ${server.data}`;
  const shown = spawnSync('script', ['-qec', words, '/dev/null'], { encoding: 'utf8' });
  expect(shown.stdout.trim()).toBe(server.adminToken);
  const piped = await donor(['token', 'admin', '--data', server.data]);
  expect([piped.code, piped.stdout]).toEqual([2, '']);
  expect(piped.stderr).toMatch(/printed on a terminal only/);
});

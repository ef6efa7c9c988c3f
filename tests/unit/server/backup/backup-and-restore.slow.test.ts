import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { farYear, studyYaml } from '../../../../harness/study-folder.ts';
import { openStudyServer } from '../../../../server/study-server.ts';
import { donor } from '../cli/donor.ts';
import { openServer, publish, reportOf } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
let folder: string;
let file: string;
let target: string;
let passphrase: string[];
beforeEach(async () => {
  server = await openServer({ yaml: studyYaml({ year: farYear }) });
  folder = mkdtempSync(join(tmpdir(), 'donor-backup-'));
  file = join(folder, 'backup');
  target = join(folder, 'restored');
  writeFileSync(join(folder, 'passphrase'), 'a long and boring passphrase\n');
  passphrase = ['--passphrase-file', join(folder, 'passphrase')];
});
afterEach(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

const post = async (app = server.app) => {
  const payload = reportOf(server.round, [0], server.mechanism);
  return (await app.inject({ method: 'POST', url: '/v1/reports', payload })).statusCode;
};
const backup = () => donor(['backup', file, '--data', server.data, ...passphrase]);
const restore = (...words: string[]) => donor(['restore', file, '--data', target, ...passphrase, ...words]);
const openRestored = () =>
  openStudyServer({
    configuration: { data: target, studies: server.parent, host: '127.0.0.1', publicOrigin: 'https://study.example' },
    now: () => server.clock.now,
    loadEmbedder: () => Promise.reject(new Error('no candidate round, so no model')),
  });

test('a backup of a server that is storing reports is the whole of one moment, and restores', async () => {
  const token = { name: 'ada', study: null, scope: 'run', hash: new Uint8Array(32), expiresAt: 8e12 } as const;
  await server.store.addToken(token);
  for (let i = 0; i < 60; i++) await post();
  let busy = true;
  const posting = (async () => {
    while (busy) expect(await post()).toBe(202);
  })();
  const made = await backup();
  busy = false;
  await posting;
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain(`log head of commute  ${server.round.id}`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const words of ['PRIVATE KEY', 'SQLite format', server.adminToken]) {
    expect(readFileSync(file).includes(words)).toBe(false);
  }
  // Nothing of it stays in the data directory.
  expect(readdirSync(server.data).filter((name) => name.startsWith('backup'))).toEqual([]);
  const again = await backup();
  expect([again.code, again.stderr]).toEqual([2, `error: ${file} exists already; expected the name of a new file\n`]);

  const used = await donor(['restore', file, '--data', server.data, ...passphrase]);
  expect([used.code, used.stderr]).toEqual([1, expect.stringContaining(`in use by process ${process.pid}`)]);
  const asked = await restore();
  expect(asked.code).toBe(2);
  expect(asked.stderr).toMatch(/expected --log-head commute=<hash>/);
  const done = await restore('--log-head', `commute=${server.round.id}`);
  expect(done.code).toBe(0);
  expect(done.stdout).toMatch(/^closed without a release +Which phrase did you type\?$/m);
  expect(done.stderr).toMatch(/restored from a backup while this round was open/);
  expect(done.stdout).toMatch(/^tokens +deleted: 1; make new ones$/m);
  expect((await donor(['verify', '--data', target])).code).toBe(0);
  for (const name of ['admin-token', 'retry-secret', 'keys/commute.pem']) {
    expect(readFileSync(join(target, name))).toEqual(readFileSync(join(server.data, name)));
    expect(statSync(join(target, name)).mode & 0o777).toBe(0o600);
  }
  const restored = await openRestored();
  await publish(restored);
  expect(await restored.store.tokens()).toEqual([]);
  const [study] = (await restored.store.publications()).studies;
  expect(study).toEqual({ ...server.study, rounds: [{ ...server.round, closed: true, withheld: true }] });
  const { reports } = await restored.store.counters(server.round.id);
  expect(reports).toBeGreaterThanOrEqual(60);
  expect(reports).toBeLessThanOrEqual((await server.store.counters(server.round.id)).reports);
  expect(await post(restored.app)).not.toBe(202);
  await restored.close();
  const full = await restore('--log-head', `commute=${server.round.id}`);
  expect([full.code, full.stderr]).toEqual([2, expect.stringMatching(/expected an empty directory/)]);
});

test('a backup that is older than what was published says so, and is restored only when that is accepted', async () => {
  expect((await backup()).code).toBe(0);
  appendFileSync(
    join(server.folder, 'study.yaml'),
    '  - title: And again?\n    kind: fragments\n    texts: phrases.txt\n    epsilon: 2\n    minimumReports: 50\n',
  );
  await publish(server);
  const head = (await server.store.publications()).studies[0]?.rounds[1]?.id;
  const older = await restore('--log-head', `commute=${head}`);
  expect(older.code).toBe(2);
  expect(older.stderr).toMatch(/the backup is older than what was published: its log of "commute" ends with round 1/);
  expect(existsSync(join(target, 'donor.sqlite'))).toBe(false);
  const accepted = await restore('--log-head', `commute=${head}`, '--accept-older');
  expect(accepted.code).toBe(0);
});

test.each([
  ['a passphrase that is too short', ['--log-head', 'commute=unknown'], 'short', /at least 12 characters/],
  ['another passphrase', ['--log-head', 'commute=unknown'], 'another boring passphrase', /not the one of/],
  ['a study that the backup does not have', ['--log-head', 'other=unknown'], undefined, /no study of this name/],
  ['a log head that is none', ['--log-head', 'commute=1'], undefined, /64 hexadecimal digits or "unknown"/],
])('refuses %s, and leaves nothing behind', async (_what, words, other, message) => {
  expect((await backup()).code).toBe(0);
  if (other !== undefined) writeFileSync(join(folder, 'passphrase'), other);
  const refused = await restore(...words);
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toMatch(message);
  const left = existsSync(target) ? readdirSync(target).filter((name) => name !== 'lock') : [];
  expect(left).toEqual([]);
  writeFileSync(join(folder, 'passphrase'), 'a long and boring passphrase\n');
  expect((await restore('--log-head', 'commute=unknown')).code).toBe(0);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from '../../../harness/folders.ts';
import { writeStudyFolder } from '../../../harness/study-folder.ts';
import { variables } from '../../../server/configuration.ts';
import { openServer } from './opened-server.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'donor-data-'));
});
afterEach(() => rmSync(data, { recursive: true }));

/** Starts the server process, waits until it ends by itself, and returns what it said. */
async function startInVain(environment: Record<string, string>, words: readonly string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...words], {
    cwd: repository,
    env: { ...process.env, DONOR_DATA: data, DONOR_PORT: '0', DONOR_STUDIES: data, ...environment },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

test('wrong configuration is named, and a port in use is said to be so', async () => {
  expect(await startInVain({ DONOR_PORT: 'x' })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The study server did not start:\nDONOR_PORT: expected a port number from 0 to 65535 (0: any free port)\n',
  });
  expect((await startInVain({ DONOR_STUDIES: join(data, 'nowhere') })).stderr).toMatch(
    /\nDONOR_STUDIES: expected a directory of study folders, found none at /,
  );
  const { parent, folder } = writeStudyFolder();
  expect((await startInVain({ DONOR_STUDIES: folder })).stderr).toContain(
    `DONOR_STUDIES: ${folder} is a study folder itself; expected the directory that holds it, such as ${parent}`,
  );
  rmSync(parent, { recursive: true });
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { code, stderr } = await startInVain({ DONOR_PORT: String(port) });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/\nDONOR_PORT: this port is in use/);
});

test('--help names every variable and starts nothing, and an unknown word is refused', async () => {
  const { code, stdout, stderr } = await startInVain({ DONOR_PORT: 'x' }, ['--help']);
  expect([code, stderr]).toEqual([0, '']);
  for (const name of Object.keys(variables)) expect(stdout).toContain(name);
  expect(readdirSync(data)).toEqual([]);
  const wrong = await startInVain({}, ['--port', '80']);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('expected no other words than --help');
});

/** Starts the server where no file may grow beyond 0 bytes: what a full disk does to every write. */
async function startOnFullDisk() {
  const command = `trap '' XFSZ; ulimit -f 0; exec "$0" --import tsx server/main.ts`;
  const child = spawn('sh', ['-c', command, process.execPath], {
    cwd: repository,
    env: { ...process.env, DONOR_DATA: data, DONOR_PORT: '0', DONOR_STUDIES: data },
  });
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stderr };
}

test('a first start on a full disk leaves no secret behind', async () => {
  const { code, stderr } = await startOnFullDisk();
  expect(code).toBe(1);
  expect(stderr).toMatch(/DONOR_DATA: cannot use the directory .* \(EFBIG\)/);
  expect(readdirSync(data).filter((name) => /secret|token/.test(name))).toEqual([]);
});

test('a start that fails on its database ends, with the reason of SQLite and the file', async () => {
  const server = await openServer();
  await server.close();
  cpSync(server.data, data, { recursive: true });
  await server.dispose();
  const file = join(data, 'donor.sqlite');
  const whole = readFileSync(file);
  // The server above ran by a clock of its own.
  rmSync(join(data, 'last-day'));
  expect((await startOnFullDisk()).stderr).toMatch(/last-day cannot be written \(EFBIG\)$/m);
  writeFileSync(join(data, 'last-day'), `${new Date().toISOString().slice(0, 10)}\n`);
  const full = await startOnFullDisk();
  expect([full.code, full.stderr]).toEqual([
    1,
    expect.stringMatching(/donor\.sqlite cannot be used: .* \(SQLITE_\w+\)$/m),
  ]);
  for (const [from, to, reason] of [
    [0, 100, 'file is not a database (SQLITE_NOTADB)'],
    [100, 4096, 'database disk image is malformed (SQLITE_CORRUPT)'],
    [4096, whole.length, 'database disk image is malformed (SQLITE_CORRUPT)'],
  ] as const) {
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, from, to);
    writeFileSync(file, damaged);
    // It ends by itself, or this would wait for ever.
    expect(await startInVain({})).toEqual({
      code: 1,
      stdout: '',
      stderr: `The study server did not start:\nthe database ${file} cannot be used: ${reason}\n`,
    });
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from '../../../harness/folders.ts';
import { openServer } from './opened-server.ts';

/** Root may write whatever the permissions are, so that for root the programs run as a user who owns nothing. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** That user has to reach the checkout. */
const folders = repository.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/') || '/');
const reachable = !('uid' in nobody) || folders.every((path) => (statSync(path).mode & 0o005) === 0o005);

let parent: string;
let data: string;
beforeEach(async () => {
  const server = await openServer();
  await server.close();
  ({ parent, data } = server);
});
afterEach(() => {
  setModes(data, 0o700, 0o600);
  rmSync(data, { recursive: true });
  rmSync(parent, { recursive: true });
});

function setModes(directory: string, ofDirectories: number, ofFiles: number): void {
  chmodSync(directory, 0o700);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) setModes(path, ofDirectories, ofFiles);
    else chmodSync(path, ofFiles);
  }
  chmodSync(directory, ofDirectories);
}

async function run(words: readonly string[], directory = data) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...words], {
    cwd: repository,
    env: { ...process.env, DONOR_DATA: directory, DONOR_PORT: '0', DONOR_STUDIES: parent },
    ...nobody,
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

test.skipIf(!reachable)(
  'a server in a read-only data directory ends at once, and says what cannot be written',
  async () => {
    chmodSync(parent, 0o755);
    setModes(data, 0o555, 0o444);
    const before = readdirSync(data);
    const used = await run(['server/main.ts', '--accept-clock']);
    expect([used.code, used.stdout]).toEqual([1, '']);
    expect(used.stderr).toMatch(/^The study server did not start:\n.*(readonly|EACCES|EPERM)/);
    expect(used.stderr).toContain(data);
    expect(readdirSync(data)).toEqual(before);
    const empty = mkdtempSync(join(tmpdir(), 'donor-empty-'));
    chmodSync(empty, 0o555);
    const first = await run(['server/main.ts'], empty);
    expect(first.code).toBe(1);
    expect(first.stderr).toContain(`cannot use the directory ${empty} (EACCES); expected one that can be written`);
    chmodSync(empty, 0o700);
    rmSync(empty, { recursive: true });
  },
);

test.skipIf(!reachable)('verify says what to do with a read-only data directory', async () => {
  setModes(data, 0o555, 0o444);
  const { code, stderr } = await run(['server/cli/main.ts', 'verify', '--data', data]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/is read-only for this user\. Copy the directory to where it can be written/);
});

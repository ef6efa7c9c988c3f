import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repository } from '../../harness/folders.ts';

/** Runs what `npm test` runs over the files of a folder of its own; returns the exit code and the last line. */
async function runSuite(files: Record<string, string>): Promise<{ code: number | null; lastLine: string | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), 'donor-suite-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'vitest.config.mjs'), 'export default { test: { globals: true } };');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { VITEST: _, VITEST_WORKER_ID: _worker, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, ['scripts/test.mjs', '--root', folder], {
    cwd: repository,
    env,
    encoding: 'utf8',
  });
  return { code: status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

const passes = "test('passes', () => expect(1).toBe(1));\n";

test('the last line counts what passed, and success is exit code 0', async () => {
  const files = { 'a.test.mjs': passes + passes, 'b.test.mjs': `${passes}test.skip('later', () => {});` };
  expect(await runSuite(files)).toEqual({ code: 0, lastLine: '3 passed, 0 failed' });
});

test('failed tests, files that break, and errors that nobody caught are failures', async () => {
  const files = {
    'a.test.mjs': `${passes}test('fails', () => expect(1).toBe(2));`,
    'b.test.mjs': "import './nowhere.mjs';\ntest('never runs', () => {});",
    'c.test.mjs': `${passes}setTimeout(() => { throw new Error('nobody catches this'); });`,
  };
  expect(await runSuite(files)).toEqual({ code: 1, lastLine: '2 passed, 3 failed' });
});

test('a run of nothing is a failure', async () => {
  expect(await runSuite({})).toEqual({ code: 1, lastLine: '0 passed, 0 failed' });
});

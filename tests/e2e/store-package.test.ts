import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildInto } from '../../harness/build-extension.ts';
import { builtExtension, repository } from '../../harness/folders.ts';
import { packExtension } from '../../harness/store-package.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'donor-package-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.for(['chrome', 'firefox'] as const)('two builds for %s make the same package, byte for byte', async (browser) => {
  const [first, second] = [join(folder, `${browser}-1.zip`), join(folder, `${browser}-2.zip`)];
  await packExtension(builtExtension(browser), first);
  await buildInto(join(folder, browser), browser);
  await packExtension(join(folder, browser), second);
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});

test("the store's linter finds no error, no warning and no notice", () => {
  const webExt = join(repository, 'node_modules/web-ext/bin/web-ext.js');
  const words = [webExt, 'lint', '--output', 'json', '--source-dir', builtExtension('firefox')];
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const { errors, warnings, notices } = JSON.parse(stdout.slice(stdout.indexOf('{')) || `{"errors":"${stderr}"}`);
  expect([...errors, ...warnings, ...notices]).toEqual([]);
});

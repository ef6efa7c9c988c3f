import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packagesProblem } from '../../../scripts/packages.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'donor-packages-'));
});
afterEach(() => rm(root, { recursive: true }));

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/other-platform': { version: '2.0.0', optional: true },
};
async function write(present: object | undefined): Promise<void> {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  if (!present) return;
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: present }));
}

test('what package-lock.json names is enough; packages for other platforms may be absent', async () => {
  await write({ 'node_modules/a': { version: '1.0.0' } });
  expect(packagesProblem(root)).toBeUndefined();
});

test.for([
  ['nothing is installed', undefined, /not installed/],
  ['a package is missing', {}, /node_modules\/a/],
  ['a package has another version', { 'node_modules/a': { version: '1.0.1' } }, /node_modules\/a/],
] as const)('%s', async ([, present, words]) => {
  await write(present);
  expect(packagesProblem(root)).toMatch(words);
});

test('a clone without package-lock.json says so', () => {
  expect(packagesProblem(root)).toMatch(/package-lock\.json is missing/);
});

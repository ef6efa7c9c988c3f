import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyWithLoopbackPermission } from '../../harness/extension-copy.ts';
import { builtExtension } from '../../harness/folders.ts';

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

const manifestOf = async (folder: string) => JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));

test('the copy that Chromium tests is the build, but for the loopback permission', async () => {
  const build = builtExtension('chrome');
  const copy = await copyWithLoopbackPermission(build);
  onTestFinished(() => copy.remove());
  expect(await files(copy.folder)).toEqual(await files(build));
  for (const file of (await files(build)).filter((name) => name !== 'manifest.json')) {
    const [copied, built] = await Promise.all([copy.folder, build].map((folder) => readFile(join(folder, file))));
    expect(built && copied?.equals(built), file).toBe(true);
  }
  const { host_permissions, ...copied } = await manifestOf(copy.folder);
  const built = await manifestOf(build);
  expect(host_permissions).toEqual(['http://127.0.0.1/*']);
  expect({ ...copied, optional_host_permissions: [] }).toEqual({ ...built, optional_host_permissions: [] });
  expect([...copied.optional_host_permissions, 'http://127.0.0.1/*'].sort()).toEqual(
    built.optional_host_permissions.sort(),
  );
});

test.for(['chrome', 'firefox'] as const)('the %s build has no access to any site at install', async (browser) => {
  const manifest = await manifestOf(builtExtension(browser));
  expect(manifest.host_permissions).toBeUndefined();
  expect(manifest.content_scripts).toBeUndefined();
  expect(manifest.web_accessible_resources ?? []).toEqual([]);
  expect(manifest.externally_connectable).toBeUndefined();
  expect(manifest.incognito).toBe('not_allowed');
  expect(manifest.permissions).not.toContain('tabs');
});

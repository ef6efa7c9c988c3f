import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBrowser, requireBrowser } from '../../../scripts/browsers.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'donor-path-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('DONOR_CHROMIUM', '');
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function program(name: string, text = '#!/bin/sh\n'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

test('the environment variable comes before the system, as a path or as a command', async () => {
  await program('chromium');
  const own = await program('my-browser');
  vi.stubEnv('DONOR_CHROMIUM', own);
  expect(await findBrowser('chromium')).toBe(own);
  vi.stubEnv('DONOR_CHROMIUM', 'my-browser');
  expect(await findBrowser('chromium')).toBe(own);
});

test('a command of the system is found, but not the stub of a snap', async () => {
  await program('chromium', '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
  const real = await program('chromium-browser');
  expect(await findBrowser('chromium')).toBe(real);
});

test('what is missing is said in one line, with a way to get it', async () => {
  await expect(requireBrowser('chromium')).rejects.toThrow(
    /^Chromium is missing: run .*playwright install.*DONOR_CHROMIUM/,
  );
  vi.stubEnv('DONOR_CHROMIUM', '/nowhere/chromium');
  await expect(requireBrowser('chromium')).rejects.toThrow(/"\/nowhere\/chromium", which is no program/);
});

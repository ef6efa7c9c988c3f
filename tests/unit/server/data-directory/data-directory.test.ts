import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDataDirectory } from '../../../../server/data-directory/data-directory.ts';

let parent: string;
let path: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'donor-data-'));
  path = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

/** Opens the directory, lets go of it, and returns its secrets. */
function secrets(accepted = {}) {
  const { secret, adminToken, release } = openDataDirectory(path, accepted);
  release();
  return { secret, adminToken };
}

test('keeps the secrets of a data directory, and says which one is damaged', () => {
  const first = secrets();
  expect(first.secret).toHaveLength(32);
  expect(first.adminToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(secrets()).toEqual(first);
  writeFileSync(join(path, 'admin-token'), 'short\n');
  expect(() => secrets()).toThrow(/^DONOR_DATA: .*admin-token is damaged/);
  // What failed has let go of the directory.
  expect(() => secrets()).toThrow(/admin-token is damaged/);
});

test('secrets are for their owner only, and a start mends and says it when they were not', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const first = secrets();
  const file = join(path, 'admin-token');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(said).not.toHaveBeenCalled();
  chmodSync(file, 0o640);
  expect(secrets()).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(said.mock.calls).toEqual([[expect.stringMatching(/admin-token could be read or changed by others/)]]);
  said.mockRestore();
});

test('refuses what is no directory', () => {
  writeFileSync(path, '');
  expect(() => secrets()).toThrow(/^DONOR_DATA: cannot use the directory .*EEXIST/);
});

test('has one owner at a time, and says who that is', () => {
  const { release } = openDataDirectory(path);
  expect(() => secrets()).toThrow(
    new RegExp(`^the data directory .* is in use by process ${process.pid} \\(study server, since \\d{4}-.*Z\\)`),
  );
  release();
  secrets();
});

test('an unfinished secret of a crash is no secret, and is written over', () => {
  mkdirSync(path);
  writeFileSync(join(path, 'retry-secret.new'), 'shor');
  expect(secrets().secret).toHaveLength(32);
  expect(readdirSync(path).toSorted()).toEqual(['admin-token', 'lock', 'retry-secret']);
});

test('a retry-secret that is missing beside a database is made anew only when that is accepted', () => {
  const first = secrets();
  writeFileSync(join(path, 'donor.sqlite'), '');
  rmSync(join(path, 'retry-secret'));
  expect(() => secrets()).toThrow(/retry-secret is missing beside a database.*--accept-new-retry-secret/);
  expect(secrets({ newRetrySecret: true }).secret).not.toEqual(first.secret);
});

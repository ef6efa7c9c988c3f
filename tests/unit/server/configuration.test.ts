import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../../server/configuration.ts';
import { openDataDirectory } from '../../../server/data-directory.ts';

test('has defaults for everything, and takes an empty variable for unset', () => {
  const defaults = { data: '.data', host: '127.0.0.1', port: 8787, publicOrigin: undefined, studies: undefined };
  expect(readConfiguration({})).toEqual(defaults);
  expect(readConfiguration({ DONOR_DATA: '', DONOR_PORT: '', DONOR_PUBLIC_URL: '', DONOR_STUDIES: '' })).toEqual(
    defaults,
  );
});

test('reads the environment', () => {
  expect(
    readConfiguration({
      DONOR_DATA: '/d',
      DONOR_HOST: '::1',
      DONOR_PORT: '0',
      DONOR_PUBLIC_URL: 'https://study.example/',
      DONOR_STUDIES: 's',
    }),
  ).toEqual({ data: '/d', host: '::1', port: 0, publicOrigin: 'https://study.example', studies: 's' });
});

test.each([
  [{ DONOR_PORT: 'http' }, /^DONOR_PORT: expected a port number/],
  [{ DONOR_PORT: '65536' }, /^DONOR_PORT: expected a port number/],
  [{ DONOR_PORT: '-1' }, /^DONOR_PORT: expected a port number/],
  [{ DONOR_PUBLIC_URL: 'study.example' }, /^DONOR_PUBLIC_URL: expected the address that volunteers use/],
  [{ DONOR_PUBLIC_URL: 'ftp://study.example' }, /^DONOR_PUBLIC_URL: expected the address that volunteers use/],
  [
    { DONOR_PUBLIC_URL: 'https://study.example/path' },
    /^DONOR_PUBLIC_URL: expected the address that volunteers use, without a path/,
  ],
  [{ DONOR_PUBLIC_URL: 'http://study.example' }, /^DONOR_PUBLIC_URL: expected https: without it no extension takes/],
  [{ DONOR_PUBLIC_URL: 'http://127.0.0.2' }, /^DONOR_PUBLIC_URL: expected https/],
  [
    { DONOR_HOST: '0.0.0.0' },
    /^DONOR_PUBLIC_URL: .* it is required, because DONOR_HOST is not 127\.0\.0\.1 or localhost/,
  ],
  [{ DONOR_HOST: '::1' }, /^DONOR_PUBLIC_URL: .* it is required/],
  [{ DONOR_PORT: 'x', DONOR_PUBLIC_URL: 'y' }, /^DONOR_PORT: .*\nDONOR_PUBLIC_URL: /],
])('refuses %o and names the variable', (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(message);
});

test.each([
  ['http://localhost:8787', 'http://localhost:8787'],
  ['http://127.0.0.1', 'http://127.0.0.1'],
  ['https://study.example:8443/', 'https://study.example:8443'],
])('takes %s for the public address', (url, publicOrigin) => {
  expect(readConfiguration({ DONOR_HOST: '0.0.0.0', DONOR_PUBLIC_URL: url })).toMatchObject({ publicOrigin });
});

test('keeps the secrets of a data directory, and says which one is damaged', () => {
  const parent = mkdtempSync(join(tmpdir(), 'donor-data-'));
  const path = join(parent, 'data');
  const first = openDataDirectory(path);
  expect(first.secret).toHaveLength(32);
  expect(first.adminToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(openDataDirectory(path)).toEqual(first);
  writeFileSync(join(path, 'admin-token'), 'short\n');
  expect(() => openDataDirectory(path)).toThrow(/^DONOR_DATA: .*admin-token is damaged/);
  writeFileSync(join(parent, 'file'), '');
  expect(() => openDataDirectory(join(parent, 'file'))).toThrow(/^DONOR_DATA: cannot use the directory .*EEXIST/);
  rmSync(parent, { recursive: true });
});

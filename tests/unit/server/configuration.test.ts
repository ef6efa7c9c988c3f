import { expect, test } from 'vitest';
import { readConfiguration } from '../../../server/configuration.ts';

test('has defaults for everything, and takes an empty variable for unset', () => {
  const defaults = {
    data: '.data',
    host: '127.0.0.1',
    port: 8787,
    publicOrigin: undefined,
    studies: undefined,
    install: {},
  };
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
  ).toEqual({ data: '/d', host: '::1', port: 0, publicOrigin: 'https://study.example', studies: 's', install: {} });
});

const secret = 'k'.repeat(43);
const url = 'postgres://donor:hunter2@db.example:5432/donor';

test.each([url, 'postgresql://localhost/donor?sslmode=require', 'postgres://u@localhost/d?host=/run/postgresql'])(
  'takes the database %s with the secret of its processes',
  (DATABASE_URL) => {
    const { database } = readConfiguration({ DATABASE_URL, DONOR_SECRET: secret });
    expect(database).toEqual({ url: DATABASE_URL, secret });
  },
);

test.each([
  [{ DATABASE_URL: 'mysql://u:hunter2@h/d', DONOR_SECRET: secret }, /^DATABASE_URL: expected the address of a Postgre/],
  [{ DATABASE_URL: 'postgres://u:hunter2@h', DONOR_SECRET: secret }, /^DATABASE_URL: expected/],
  [{ DATABASE_URL: 'postgres://u:hunter2@h:x/d', DONOR_SECRET: secret }, /^DATABASE_URL: expected/],
  [{ DATABASE_URL: url }, /^DONOR_SECRET: expected 32 random bytes in base64url, the same for every process/],
  [{ DATABASE_URL: url, DONOR_SECRET: 'k'.repeat(42) }, /^DONOR_SECRET: expected 32 random bytes/],
  [{ DATABASE_URL: url, DONOR_SECRET: 'k'.repeat(44) }, /^DONOR_SECRET: expected 32 random bytes/],
])('refuses %o, and repeats neither password nor secret', (environment, message) => {
  let refusal = '';
  try {
    readConfiguration(environment);
  } catch (error) {
    refusal = String((error as Error).message);
  }
  expect(refusal).toMatch(message);
  expect(refusal).not.toMatch(/hunter2|kkk/);
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
  [{ DONOR_INSTALL_CHROME: 'http://store.example' }, /^DONOR_INSTALL_CHROME: expected an address with https/],
  [{ DONOR_INSTALL_FIREFOX: 'javascript:alert(1)' }, /^DONOR_INSTALL_FIREFOX: expected an address with https/],
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

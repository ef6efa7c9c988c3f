import { expect, test } from 'vitest';
import { readConfiguration } from '../../../server/configuration.ts';

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

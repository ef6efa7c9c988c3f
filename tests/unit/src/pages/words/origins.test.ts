import { describe, expect, test } from 'vitest';
import { fingerprintInWords, hostInWords, siteOrigin, typedOrigin } from '../../../../../src/pages/words/origins.ts';

describe('a typed address', () => {
  test.each([
    ['mail.example', 'https://mail.example'],
    ['  https://mail.example/inbox?x=1 ', 'https://mail.example'],
    ['http://127.0.0.1:8080/page', 'http://127.0.0.1:8080'],
    ['MAIL.example', 'https://mail.example'],
  ])('%j is the site %s', (typed, origin) => {
    expect(typedOrigin(typed)).toBe(origin);
  });

  test.each(['', '   ', 'my mail', 'chrome://settings', 'file:///etc/hosts', 'javascript:alert(1)', 'https://'])(
    '%j is no site',
    (typed) => {
      expect(typedOrigin(typed)).toBeUndefined();
    },
  );
});

test('pages of the browser are no sites', () => {
  expect(siteOrigin('about:config')).toBeUndefined();
  expect(siteOrigin(undefined)).toBeUndefined();
  expect(siteOrigin('https://mail.example:8443/x')).toBe('https://mail.example:8443');
});

test('a host keeps an unusual port', () => {
  expect(hostInWords('https://study.example')).toBe('study.example');
  expect(hostInWords('http://127.0.0.1:8787')).toBe('127.0.0.1:8787');
});

test('a fingerprint stands in groups of four', () => {
  expect(fingerprintInWords('0123456789ab')).toBe('0123 4567 89ab');
  expect(fingerprintInWords('0123456789ab', 6)).toBe('0123 45');
});

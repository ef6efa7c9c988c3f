import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../../src/capture/secret-scan.ts';

// Secrets are put together here, so that no scanner of repositories takes this file for a leak.
const join = (...parts: string[]) => parts.join('');

describe('secrets', () => {
  it.each([
    ['card-number', 'my card is 4111 1111 1111 1111, thanks'],
    ['card-number', 'use 5500-0000-0000-0004 please'],
    ['card-number', '378282246310005'],
    ['iban', 'send it to DE89 3704 0044 0532 0130 00'],
    ['iban', 'DE89370400440532013000 is where it goes'],
    ['iban', 'my iban gb82 west 1234 5698 7654 32 thank you so much'],
    ['private-key', join('-----BEGIN OPENSSH PRIVATE', ' KEY-----\nb3BlbnNzaC1rZXk')],
    ['private-key', join('-----BEGIN ', 'PRIVATE KEY-----')],
    ['token', join('the key is sk', '-proj-abcdefghijklmnop')],
    ['token', join('ghp', '_0123456789abcdefghijABCDEFGHIJ012345')],
    ['token', join('AKIA', 'IOSFODNN7EXAMPLE is the id')],
    ['token', join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.abc-def_ghi')],
    ['token', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['token', 'look at https://files.example/share?key=a1b2c3d4e5f6g7h8i9j0 now'],
    ['token', 'the code x7Kp2mQ9vL4sT8wZ3nB6 works'],
  ] as const)('%s: %s', (kind, text) => {
    expect(findSecret(text)).toBe(kind);
  });

  it('is any card number, wherever it stands', () => {
    const luhn = (digits: number[]) => {
      const sum = [...digits, 0].reverse().reduce((total, digit, i) => {
        const weighted = i % 2 === 0 ? digit : digit * 2;
        return total + (weighted > 9 ? weighted - 9 : weighted);
      }, 0);
      return [...digits, (10 - (sum % 10)) % 10].join('');
    };
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(digits, fc.constantFrom('', 'pay with ', 'No. '), (body, before) => {
        fc.pre(new Set(body).size > 1);
        return findSecret(`${before}${luhn(body)} ok`) === 'card-number';
      }),
    );
  });
});

describe('ordinary words', () => {
  it.each([
    'Shall we meet on Monday at 10:30 in room 204?',
    'Call me at +49 170 1234567 or 030 1234567',
    'The order 1234 5678 9012 3456 has not arrived',
    'My flight is LH 1234 on 2026-03-14, seat 12A',
    'Donaudampfschifffahrtsgesellschaftskapitän is one word',
    'See https://example.org/a/long/path-with-many-words-in-it?page=2 for more',
    'Mail me at a.very.long.name.indeed@university.example',
    'It costs 1,299.99 EUR or 1 500 USD in total',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! hahahahahahahahahahahaha',
    'Version 1.31.0-dev.20260914 is out',
    '0000 0000 0000 0000 is not a number',
    'DE88 3704 0044 0532 0130 00 has a wrong check digit',
  ])('%s', (text) => expect(findSecret(text)).toBeUndefined());
});

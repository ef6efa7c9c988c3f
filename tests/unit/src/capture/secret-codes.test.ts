import { describe, expect, it } from 'vitest';
import { holdsOneTimeCode } from '../../../../src/capture/secret-codes.ts';

describe('a one-time code', () => {
  it.each([
    'your code is 123456',
    'your code: 123-456',
    '123 456 is your code',
    'Bestätigungscode: 123456',
    'code 123456',
    'mTAN 123456',
    'my otp is 1234',
  ])('is found: %s', (text) => expect(holdsOneTimeCode(text)).toBe(true));

  it.each([
    ['of a place', 'zip code is 12345'],
    ['of a place', 'code postal : 75001'],
    ['of a price, late in a text', 'here is what I found for us today, the discount code is 12345'],
    ['whose name is a part of a longer word', 'codename: 123456'],
    ['whose name is a part of a longer word', 'Titan is 123456'],
    ['that is a year', 'the code of 2026 was long'],
    ['of three digits', 'your code is 123'],
    ['of nine digits', 'your code is 123456789'],
  ])('is none %s: %s', (_, text) => expect(holdsOneTimeCode(text)).toBe(false));
});

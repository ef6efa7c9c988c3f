import { describe, expect, it } from 'vitest';
import { holdsOpenLink } from '../../../../src/capture/secret-links.ts';

const link = (value: string) => `https://files.example/open?token=${value}`;

describe('a link that lets anybody in', () => {
  it.each([
    link('abcde1'),
    link('123456'),
    link('a'.repeat(16)),
    'https://anna:geheim@host.example/',
    'otpauth://totp/Example',
  ])('is found: %s', (text) => expect(holdsOpenLink(text)).toBe(true));

  it.each([link('abcdef'), link('a'.repeat(15)), link('abcd1'), 'https://files.example/open?page=123456'])(
    'is none: %s',
    (text) => expect(holdsOpenLink(text)).toBe(false),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '../../../../core/protocol/base64url.ts';

test('every byte string comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...decodeBase64Url(encodeBase64Url(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('agrees with Node', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    }),
  );
});

test.each(['AA==', 'A', 'A+', 'A/', 'AB', 'AAF', 'A A'])('refuses %j', (spelling) => {
  expect(() => decodeBase64Url(spelling)).toThrow(RangeError);
});

test('exactly the canonical spellings are read', () => {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (const first of characters) {
    for (const second of characters) {
      for (const text of [first + second, `A${first}${second}`]) {
        const canonical = Buffer.from(text, 'base64url').toString('base64url') === text;
        if (canonical) expect(encodeBase64Url(decodeBase64Url(text))).toBe(text);
        else expect(() => decodeBase64Url(text)).toThrow(RangeError);
      }
    }
  }
});

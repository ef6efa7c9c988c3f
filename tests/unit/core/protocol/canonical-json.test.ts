import { expect, test } from 'vitest';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';

const text = (value: unknown) => new TextDecoder().decode(canonicalBytes(value));

test('follows RFC 8785: sorted keys, ES number form, minimal escapes', () => {
  // Section 3.2.3 of the RFC.
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(text(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('the order of keys does not change the bytes', () => {
  expect(text({ b: 1, a: [{ d: 2, c: 3 }] })).toBe(text({ a: [{ c: 3, d: 2 }], b: 1 }));
});

test('refuses what JSON cannot say', () => {
  expect(() => canonicalBytes(undefined)).toThrow(TypeError);
  expect(() => canonicalBytes(Number.NaN)).toThrow();
});

test('sha256 gives the FIPS 180-2 vector', async () => {
  expect(await sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

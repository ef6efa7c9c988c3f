import { expect, test } from 'vitest';
import type { RoundId } from '../../../../core/ids.ts';
import { nonceKeys } from '../../../../server/store/nonce-keys.ts';

const secret = new Uint8Array(32).fill(1);
const report = {
  round: 'ab'.repeat(32) as RoundId,
  nonce: new Uint8Array(16).fill(2),
  noisyVote: Uint8Array.of(3, 0),
};
const hex = (keys: { key: Buffer; tag: Buffer }) => ({ key: keys.key.toString('hex'), tag: keys.tag.toString('hex') });
const known = hex(nonceKeys(secret, report));

test('a retry has the same key of 64 bits and the same tag of 32 bits', () => {
  expect(hex(nonceKeys(secret, report))).toEqual(known);
  expect([known.key.length, known.tag.length]).toEqual([16, 8]);
});

test('another vote under the same random bytes has the same key and another tag', () => {
  const other = hex(nonceKeys(secret, { ...report, noisyVote: Uint8Array.of(4, 0) }));
  expect(other.key).toBe(known.key);
  expect(other.tag).not.toBe(known.tag);
});

test.each([
  ['other random bytes', secret, { ...report, nonce: new Uint8Array(16).fill(9) }],
  ['another round', secret, { ...report, round: 'cd'.repeat(32) as RoundId }],
  ['another secret', new Uint8Array(32).fill(9), report],
])('%s have another key and another tag, also for the same vote', (_what, key, submission) => {
  const other = hex(nonceKeys(key, submission));
  expect(other.key).not.toBe(known.key);
  expect(other.tag).not.toBe(known.tag);
});

import { beforeAll, expect, test } from 'vitest';
import { encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { importPublicKey, type PublicKey, sign, verifySignature } from '../../../../core/protocol/signed.ts';

let keys: CryptoKeyPair;
let publicKey: PublicKey;
const keyPair = async () => (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
const raw = async (key: CryptoKey) =>
  encodeBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', key))) as PublicKey;

beforeAll(async () => {
  keys = await keyPair();
  publicKey = await raw(keys.publicKey);
});

test('a signed document verifies whatever the order of its keys', async () => {
  const { signature } = await sign({ a: 1, b: 'two' }, keys.privateKey);
  expect(await verifySignature({ document: { b: 'two', a: 1 }, signature }, publicKey)).toBe(true);
});

test('a changed document, another key and a malformed signature do not verify', async () => {
  const signed = await sign({ a: 1 }, keys.privateKey);
  expect(await verifySignature({ ...signed, document: { a: 2 } }, publicKey)).toBe(false);
  expect(await verifySignature(signed, await raw((await keyPair()).publicKey))).toBe(false);
  expect(await verifySignature({ ...signed, signature: 'x' }, publicKey)).toBe(false);
  expect(await verifySignature(signed, 'short' as PublicKey)).toBe(false);
});

/** Both signs of every y of small order: docs/protocol.md, "Bytes, hashes and signatures". */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].flatMap((hex) => {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  return [bytes, bytes.with(31, (bytes[31] ?? 0) | 0x80)];
});

test.each(smallOrder.map((key) => [Buffer.from(key).toString('hex'), key]))(
  'under a key of small order nothing verifies: %s',
  async (_hex, key) => {
    const publicKey = encodeBase64Url(key) as PublicKey;
    await expect(importPublicKey(publicKey)).rejects.toThrow(RangeError);
    // The neutral element as R with s = 0 fits every document under the neutral element as key.
    for (const r of smallOrder) {
      const signature = encodeBase64Url(Uint8Array.from([...r, ...new Uint8Array(32)]));
      expect(await verifySignature({ document: { a: 1 }, signature }, publicKey)).toBe(false);
    }
  },
);

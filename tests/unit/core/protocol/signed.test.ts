import { beforeAll, expect, test } from 'vitest';
import { encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { type PublicKey, sign, verifySignature } from '../../../../core/protocol/signed.ts';

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

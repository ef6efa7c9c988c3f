import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PublicKey, sign, verifySignature } from '../../../../core/protocol/signed.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import type { KeyStore } from '../../../../server/store/key-store.ts';
import { loadSigningKey, makeSigningKey } from '../../../../server/studies/signing-key.ts';

let directory: string;
let keys: KeyStore;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'donor-keys-'));
  keys = keyFiles(join(directory, 'keys'));
  file = join(directory, 'keys', 'commute.pem');
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a new key signs what its public key verifies', async () => {
  const { privateKey, publicKey } = await makeSigningKey(keys, 'commute');
  expect(await verifySignature(await sign({ a: 1 }, privateKey), publicKey)).toBe(true);
  expect(privateKey.extractable).toBe(false);
});

test('a key that exists is loaded and never replaced, also when two ask at once', async () => {
  const [one, two] = await Promise.all([makeSigningKey(keys, 'commute'), makeSigningKey(keys, 'commute')]);
  const made = `${file}.unpublished`;
  const bytes = readFileSync(made);
  const again = await makeSigningKey(keys, 'commute');
  const loaded = await loadSigningKey(keys, 'commute', one.publicKey);
  expect([two, again, loaded].map(({ publicKey }) => publicKey)).toEqual(Array(3).fill(one.publicKey));
  expect(readFileSync(made)).toEqual(bytes);
});

test('a file that cannot be made is an error of its own, not a missing key', async () => {
  await expect(makeSigningKey(keys, 'a'.repeat(300))).rejects.toMatchObject({
    code: 'ENAMETOOLONG',
  });
});

test('a missing file, other bytes and a key of another kind are refused', async () => {
  const refused = { name: 'StudyFolderError', problems: [{ file, message: expect.stringContaining('private key') }] };
  await expect(loadSigningKey(keys, 'commute')).rejects.toMatchObject(refused);
  await makeSigningKey(keys, 'commute');
  writeFileSync(file, 'no key');
  await expect(loadSigningKey(keys, 'commute')).rejects.toMatchObject(refused);
  writeFileSync(file, generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await expect(loadSigningKey(keys, 'commute')).rejects.toMatchObject(refused);
});

test('a key that is not the expected one is refused', async () => {
  await makeSigningKey(keys, 'commute');
  await expect(loadSigningKey(keys, 'commute', 'A'.repeat(43) as PublicKey)).rejects.toThrow('not the key that signed');
});

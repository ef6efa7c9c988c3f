import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PublicKey, sign, verifySignature } from '../../../../core/protocol/signed.ts';
import { loadSigningKey, makeSigningKey, publishedKeyFile } from '../../../../server/studies/signing-key.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'donor-keys-'));
  file = join(directory, 'keys', 'commute.pem');
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a new key signs what its public key verifies', async () => {
  const { privateKey, publicKey } = await makeSigningKey(file);
  expect(await verifySignature(await sign({ a: 1 }, privateKey), publicKey)).toBe(true);
  expect(privateKey.extractable).toBe(false);
});

test('a key that exists is loaded and never replaced, also when two ask at once', async () => {
  const [one, two] = await Promise.all([makeSigningKey(file), makeSigningKey(file)]);
  const made = publishedKeyFile(file);
  const bytes = readFileSync(made);
  const again = await makeSigningKey(file);
  const loaded = await loadSigningKey(file, one.publicKey);
  expect([two, again, loaded].map(({ publicKey }) => publicKey)).toEqual(Array(3).fill(one.publicKey));
  expect(readFileSync(made)).toEqual(bytes);
});

test('a file that cannot be made is an error of its own, not a missing key', async () => {
  await expect(makeSigningKey(join(directory, `${'a'.repeat(300)}.pem`))).rejects.toMatchObject({
    code: 'ENAMETOOLONG',
  });
});

test('a missing file, other bytes and a key of another kind are refused', async () => {
  const refused = { name: 'StudyFolderError', problems: [{ file, message: expect.stringContaining('private key') }] };
  await expect(loadSigningKey(file)).rejects.toMatchObject(refused);
  await makeSigningKey(file);
  writeFileSync(file, 'no key');
  await expect(loadSigningKey(file)).rejects.toMatchObject(refused);
  writeFileSync(file, generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await expect(loadSigningKey(file)).rejects.toMatchObject(refused);
});

test('a key that is not the expected one is refused', async () => {
  await makeSigningKey(file);
  await expect(loadSigningKey(file, 'A'.repeat(43) as PublicKey)).rejects.toThrow('not the key that signed');
});

import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type PublicKey, publicKeySchema } from '../../core/protocol/signed.ts';

import { StudyFolderError } from './study-problem.ts';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: PublicKey;
}

/** Loads the key of a new study; makes it (readable by its owner only) when the file does not exist yet. */
export async function makeSigningKey(file: string): Promise<SigningKey> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  // `wx`: of two processes that make the key at once, the second uses the first one's.
  await writeFile(file, fresh, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return loadSigningKey(file);
}

/** Gives a study the key of another one, unless it has a key. */
export async function copySigningKey(from: string, to: string): Promise<void> {
  await loadSigningKey(from);
  await copyFile(from, to, constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/**
 * Loads an Ed25519 key (RFC 8410 in PEM).
 *
 * @param expected the public key that it must have
 * @throws {StudyFolderError} when the file is missing, or holds no such key
 */
export async function loadSigningKey(file: string, expected?: PublicKey): Promise<SigningKey> {
  const refuse = (message: string) => new StudyFolderError([{ file, message }]);
  const key = await readFile(file)
    .then(createPrivateKey)
    .catch(() => undefined);
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw refuse('expected the private key of this study (Ed25519, PEM); restore it from a backup');
  }
  const publicKey = publicKeySchema.parse(createPublicKey(key).export({ format: 'jwk' }).x);
  if (expected !== undefined && publicKey !== expected) {
    throw refuse('this is not the key that signed the published study; restore the right one from a backup');
  }
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return { privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']), publicKey };
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type PublicKey, publicKeySchema } from '../../core/protocol/signed.ts';
import type { KeyStore } from '../store/key-store.ts';
import { StudyFolderError } from './study-problem.ts';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: PublicKey;
}

/** Makes the key of a study that is not published yet, or loads the one that an earlier attempt has made. */
export async function makeSigningKey(keys: KeyStore, study: string): Promise<SigningKey> {
  if ((await keys.read(study)) === undefined) {
    await keys.add(study, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  }
  return loadSigningKey(keys, study);
}

/** Gives a study that is not published yet the key of another one, unless it has a key. */
export async function copySigningKey(keys: KeyStore, from: string, to: string): Promise<void> {
  await loadSigningKey(keys, from);
  await keys.add(to, (await keys.read(from)) as string);
}

/**
 * Loads the key of a study (Ed25519, RFC 8410 in PEM).
 *
 * @param expected the public key that it must have
 * @throws {StudyFolderError} when it is missing, or no such key
 */
export async function loadSigningKey(keys: KeyStore, study: string, expected?: PublicKey): Promise<SigningKey> {
  const refuse = (message: string) => new StudyFolderError([{ file: keys.place(study), message }]);
  const key = readKey(await keys.read(study));
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

function readKey(pem: string | undefined): KeyObject | undefined {
  try {
    return pem === undefined ? undefined : createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

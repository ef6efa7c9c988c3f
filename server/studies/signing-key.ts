import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type PublicKey, publicKeySchema } from '../../core/protocol/signed.ts';
import { renameDurably, writeDurably } from '../data-directory/durable-file.ts';
import { StudyFolderError } from './study-problem.ts';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: PublicKey;
}

/** Where a key lies until its study is published, so that no key ever stands beside a study that was not. */
const unpublished = (file: string): string => `${file}.unpublished`;

/**
 * Makes the key of a study that is not published yet, readable by its owner only, or loads the one that an earlier
 * attempt has made. `keepSigningKey` gives it its name.
 */
export async function makeSigningKey(file: string): Promise<SigningKey> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file) && !existsSync(unpublished(file))) {
    writeDurably(
      unpublished(file),
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    );
  }
  return loadSigningKey(file);
}

/** Gives a study that is not published yet the key of another one, unless it has a key. */
export async function copySigningKey(from: string, to: string): Promise<void> {
  await loadSigningKey(from);
  if (!existsSync(to) && !existsSync(unpublished(to))) {
    writeDurably(unpublished(to), readFileSync(publishedKeyFile(from), 'utf8'));
  }
}

/** The study of this key is published. */
export function keepSigningKey(file: string): void {
  if (existsSync(unpublished(file)) && !existsSync(file)) renameDurably(unpublished(file), file);
}

/** Where the key of a published study lies: under its own name, or still under the other one. */
export const publishedKeyFile = (file: string): string => (existsSync(file) ? file : unpublished(file));

/**
 * Loads an Ed25519 key (RFC 8410 in PEM).
 *
 * @param expected the public key that it must have
 * @throws {StudyFolderError} when the file is missing, or holds no such key
 */
export async function loadSigningKey(file: string, expected?: PublicKey): Promise<SigningKey> {
  const refuse = (message: string) => new StudyFolderError([{ file, message }]);
  const key = await readKey(publishedKeyFile(file));
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

const readKey = (file: string): Promise<KeyObject | undefined> =>
  readFile(file)
    .then(createPrivateKey)
    .catch(() => undefined);

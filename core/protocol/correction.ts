import type { StudyId } from '../ids.ts';
import { decodeBase64Url, encodeBase64Url } from './base64url.ts';
import { importPublicKey, type PublicKey, verifySignature } from './signed.ts';
import type { SignedStudy, Study2 } from './study.ts';

/** What is known of a study that another one may correct. */
export interface EarlierStudy {
  readonly id: StudyId;
  readonly publicKey: PublicKey;
}

/**
 * What a study says of the one that it corrects. When its key is a new one, the earlier key signs its 32 bytes: who
 * trusts the earlier key can follow, and nobody else can lead there (docs/protocol.md, "Study").
 *
 * @param earlierKey private key of the earlier study
 */
export async function correctionOf(
  earlier: EarlierStudy,
  earlierKey: CryptoKey,
  publicKey: PublicKey,
): Promise<NonNullable<Study2['corrects']>> {
  if (publicKey === earlier.publicKey) return { study: earlier.id, keySignature: null };
  const signature = await crypto.subtle.sign('Ed25519', earlierKey, decodeBase64Url(publicKey));
  return { study: earlier.id, keySignature: encodeBase64Url(new Uint8Array(signature)) };
}

/** Whether `next` is a correction of `earlier`, under the same key or under one that the earlier key has signed. */
export async function corrects(next: SignedStudy, earlier: EarlierStudy): Promise<boolean> {
  const { document } = next;
  if (document.format !== 'data-donor/study/2' || document.corrects?.study !== earlier.id) return false;
  if (!(await verifySignature(next, document.publicKey))) return false;
  const { keySignature } = document.corrects;
  if (document.publicKey === earlier.publicKey) return true;
  return keySignature !== null && isSignedKey(document.publicKey, keySignature, earlier.publicKey);
}

/** Whether `signature` is that of the 32 bytes of `key`; false for everything malformed. */
async function isSignedKey(key: PublicKey, signature: string, signer: PublicKey): Promise<boolean> {
  try {
    const imported = await importPublicKey(signer);
    return await crypto.subtle.verify('Ed25519', imported, decodeBase64Url(signature), decodeBase64Url(key));
  } catch {
    return false;
  }
}

import { z } from 'zod';
import { decodeBase64Url, encodeBase64Url } from './base64url.ts';
import { canonicalBytes } from './canonical-json.ts';

/** Raw 32-byte Ed25519 public key, unpadded base64url. */
export const publicKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'expected a 32-byte Ed25519 public key in base64url')
  .brand<'PublicKey'>();
export type PublicKey = z.infer<typeof publicKeySchema>;

const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected a 64-byte Ed25519 signature in base64url');

/**
 * A document and the Ed25519 signature (RFC 8032) of its canonical bytes. The document's `format` separates the
 * domains.
 */
export function signedSchema<Document extends z.ZodType>(document: Document) {
  return z.strictObject({ document, signature: signatureSchema });
}
export interface Signed<Document> {
  readonly document: Document;
  readonly signature: string;
}

/** Signs `document` with an Ed25519 private key. */
export async function sign<Document>(document: Document, privateKey: CryptoKey): Promise<Signed<Document>> {
  const signature = await crypto.subtle.sign('Ed25519', privateKey, canonicalBytes(document));
  return { document, signature: encodeBase64Url(new Uint8Array(signature)) };
}

/**
 * True when `signed.signature` is the signature of `signed.document` under `publicKey`; false for every malformed
 * input.
 */
export async function verifySignature(signed: Signed<unknown>, publicKey: PublicKey): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', decodeBase64Url(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify(
      'Ed25519',
      key,
      decodeBase64Url(signed.signature),
      canonicalBytes(signed.document),
    );
  } catch {
    return false;
  }
}

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
 * The y coordinates, little-endian without the sign of x, that stand for a point of small order. Under such a key one
 * signature fits every document, and browsers accept it: https://hdevalence.ca/blog/2020-10-04-its-25519am
 */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/**
 * A public key to verify with.
 *
 * @throws {RangeError} when it is malformed or of small order
 */
export async function importPublicKey(publicKey: PublicKey): Promise<CryptoKey> {
  const raw = decodeBase64Url(publicKey);
  const y = Array.from(raw, (byte, i) => (i === 31 ? byte & 0x7f : byte).toString(16).padStart(2, '0')).join('');
  if (smallOrder.has(y)) throw new RangeError('expected a public key under which not everybody can sign');
  return crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
}

/**
 * True when `signed.signature` is the signature of `signed.document` under `publicKey`; false for every malformed
 * input.
 */
export async function verifySignature(signed: Signed<unknown>, publicKey: PublicKey): Promise<boolean> {
  try {
    const key = await importPublicKey(publicKey);
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

import canonicalize from 'canonicalize';
import type { Sha256 } from '../ids.ts';

/**
 * The one byte string that stands for a JSON value: RFC 8785 (JSON Canonicalization Scheme), UTF-8. Everything that is
 * hashed or signed goes through here.
 *
 * @throws {TypeError} when `value` has no JSON form
 */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no JSON form');
  return new TextEncoder().encode(text);
}

/** SHA-256 of `bytes`, in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256;
}

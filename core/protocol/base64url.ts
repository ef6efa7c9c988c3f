/** Unpadded base64url (RFC 4648 section 5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Last characters whose unused bits are zero, by the number of characters in the last group. */
const canonicalEnd: Readonly<Record<number, RegExp>> = { 0: /^/, 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ };

/**
 * Decodes unpadded base64url and refuses every spelling but the one that `encodeBase64Url` writes, so that equal bytes
 * always mean equal text.
 *
 * @throws {RangeError} when `text` is not canonical base64url
 */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError('expected unpadded base64url');
  if (!canonicalEnd[text.length % 4]?.test(text)) throw new RangeError('expected canonical base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Names of what lets its holder in, as parts of a link's query. */
const secretNames =
  'token|key|apikey|sig|signature|secret|password|passwd|pwd|pass|sid|session|sessionid|jwt|otp|auth|credential';

const linkSecrets = new RegExp(`[?&#;](?:[\\w-]{0,30}[_-])?(?:${secretNames}|accesstoken)=([^&#\\s"'<>]{6,})`, 'gi');

/** Names and passwords inside an address, as in links and in connection strings of databases. */
const userInfo = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,64}:[^\s/@"'<>]{1,128}@/i;

/** Finds links that let whoever has them in. */
export function holdsOpenLink(text: string): boolean {
  if (/otpauth:\/\//i.test(text) || (text.includes('://') && userInfo.test(text))) return true;
  for (const [, value = ''] of text.matchAll(linkSecrets)) if (/\d/.test(value) || value.length >= 16) return true;
  return false;
}

/** Headers of key files, and the first bytes of keys whose header is missing. */
const privateKeys = [
  /--\s?BEGIN[A-Z0-9\s]{0,40}PRIVATE\s{1,3}KEY/i,
  /PuTTY-User-Key-File-\d/i,
  /AGE-SECRET-KEY-1[A-Z0-9]{20,}/i,
  /b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/]/,
  /\bMII[A-Za-z0-9+/]{3}IBAAK[A-Za-z0-9+/]{10,}|\bMII[EJ][A-Za-z0-9+/]IBADANBgkq/,
];

/** Private keys of wallets: import format, and extended keys. */
const walletKeys = [
  /(?<![A-Za-z0-9])[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}(?![A-Za-z0-9])/,
  /[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{90,}/,
  /6P[RY][1-9A-HJ-NP-Za-km-z]{55}/,
];

/** Prefixes that services give to their keys, so that they can be recognised. Words may be glued to them. */
const knownTokens = [
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|svcacct|admin)[-_][\w-]{10,}/,
  /(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|svcacct|admin)[-_](?=[A-Za-z_-]{0,60}\d)[\w-]{16,}/,
  /sk-(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{20,}/,
  /gh[pousr]_\w{20,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ptt|cbt|agent|soat)-[\w-]{15,}/,
  /xox[abceoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,}|hooks\.slack\.com\/(?:services|workflows)\/\w/,
  /A(?:KIA|SIA|GPA|IDA|ROA|IPA|NPA|NVA)[0-9A-Z]{16}/,
  /AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}/,
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /npm_\w{30,}|hf_[A-Za-z0-9]{20,}|pypi-AgEI[\w-]{20,}|dckr_pat_[\w-]{20,}|whsec_[\w+/=]{20,}/,
  /SG\.[\w-]{16,}\.[\w-]{16,}|(?:AC|SK)[0-9a-f]{32}/,
  /\d{8,10}:[\w-]{35}(?![\w-])/,
  /[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,40}|mfa\.[\w-]{60,}|discord(?:app)?\.com\/api\/webhooks\/\d/,
  /shp(?:at|ca|pa|ss)_[0-9a-f]{20,}|do[op]_v1_[0-9a-f]{20,}|sq0[a-z]{3}-[\w-]{20,}|glsa_\w{20,}|lin_api_\w{20,}/,
  /ntn_\w{30,}|PMAK-[\w-]{30,}|nvapi-[\w-]{30,}|r8_\w{30,}|gsk_\w{30,}|xai-\w{30,}|tvly-\w{20,}|pplx-\w{30,}/,
];

/** From this length on, a word that mixes letters and digits as no language does is taken for a token. */
const shortestToken = 16;

/** Names may hold dots and dashes; with them a token must be longer. */
const shortestPartedToken = 20;

const anyOf = (patterns: readonly RegExp[], text: string): boolean => patterns.some((pattern) => pattern.test(text));

export const holdsPrivateKey = (text: string): boolean => anyOf(privateKeys, text);

export const holdsWalletKey = (text: string): boolean => anyOf(walletKeys, text) || anyOf(walletKeys, unwrapped(text));

/** Finds access tokens: by a known prefix, as long hexadecimal numbers, or because no word looks like it. */
export function holdsToken(text: string): boolean {
  if (anyOf(knownTokens, text) || anyOf(knownTokens, unwrapped(text)) || holdsHex(text)) return true;
  const words = text.match(/[\w+/=.:?&#@%-]{16,}/g) ?? [];
  return words.some((word) => word.split(/[:/?&=#@%]+/).some(isToken) || isBase64(word));
}

/** A window that is too narrow breaks a long token into lines. */
const unwrapped = (text: string): string => text.replaceAll(/[ \t]*\n[ \t]*/g, '');

function isToken(word: string): boolean {
  // Numbers of parcels look like tokens and open nothing.
  const parts = word.split(/[.+-]+/).filter((part) => !/^1Z[0-9A-Z]{16}$/.test(part));
  if (isProductKey(parts)) return true;
  if (word.length >= shortestPartedToken) {
    // Times and amounts in a row ("8h30-12h00-13h30-17h00") are short parts.
    if (parts.some((part) => part.length >= 8) && switches(parts.join('-')) >= 4) return true;
  }
  return parts.some((part) => part.length >= shortestToken && (switches(part) >= 4 || mixesCases(part)));
}

/** How often letters and digits take turns. */
const switches = (word: string): number => word.match(/[a-zA-Z](?=\d)|\d(?=[a-zA-Z])/g)?.length ?? 0;

/** Names in code have capitals too, but fewer than one in four characters. */
const mixesCases = (word: string): boolean =>
  word.length >= 20 && (word.match(/[a-z](?=[A-Z])/g)?.length ?? 0) * 4 >= word.length;

/** Four groups or more of one length, letters and digits mixed in most of them. */
function isProductKey(parts: readonly string[]): boolean {
  const length = parts[0]?.length ?? 0;
  if (parts.length < 4 || length < 4 || length > 8 || parts.some((part) => part.length !== length)) return false;
  return parts.filter((part) => switches(part) > 0).length >= 3;
}

/** Base64 holds slashes, at which links are parted; paths are told from it by how rarely their characters change. */
const isBase64 = (word: string): boolean =>
  /^[A-Za-z0-9+/]{38,}={0,2}$/.test(word) &&
  /\d/.test(word) &&
  (word.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0) * 5 >= word.length * 2;

/** 128 bits or more in hexadecimal groups; one block of them is a token like any other. */
function holdsHex(text: string): boolean {
  for (const [groups] of text.matchAll(/(?<![\w])[0-9a-f]{4,}(?:[\s:-]{1,2}[0-9a-f]{4,}){1,40}(?!\w)/gi)) {
    const inside = groups.split(/[\s:-]+/);
    const digits = inside.reduce((total, group) => total + group.length, 0);
    if (digits >= 32 && inside.reduce((total, group) => total + switches(group), 0) >= 8) return true;
  }
  return false;
}

/** What a scan can find; each kind is narrow, so that ordinary sentences pass. */
export type Secret = 'private-key' | 'card-number' | 'iban' | 'token';

const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;

/** 13 to 19 digits, possibly in groups. */
const digitRuns = /(?<![\d])\d(?:[ -]?\d){12,18}(?![\d])/g;

const ibanLike = /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}\b/gi;

/** Prefixes that services give to their keys, so that they can be recognised. */
const knownTokens =
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_][\w-]{10,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{15,}|\bxox[abeprs]-[\w-]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\bnpm_\w{30,}|\bhf_\w{20,}/;

/** From this length on, a word that mixes letters and digits as no language does is taken for a token. */
const shortestToken = 20;

/**
 * Looks for secrets that a person may type into a harmless field: private keys, card numbers (Luhn, ISO/IEC 7812-1),
 * IBANs (mod 97, ISO 13616) and access tokens.
 *
 * @returns undefined when nothing was found
 */
export function findSecret(text: string): Secret | undefined {
  if (privateKey.test(text)) return 'private-key';
  if ((text.match(digitRuns) ?? []).some(isCardNumber)) return 'card-number';
  if ((text.match(ibanLike) ?? []).some(startsWithIban)) return 'iban';
  if (knownTokens.test(text) || text.split(/[\s"'`<>()[\]{},;]+/).some(holdsToken)) return 'token';
  return undefined;
}

/** Luhn: from the right, every second digit is doubled, its digits are added up, and the sum is a multiple of 10. */
function isCardNumber(run: string): boolean {
  const digits = Array.from(run.replaceAll(/\D/g, ''), Number).reverse();
  if (new Set(digits).size === 1) return false;
  const sum = digits.reduce((total, digit, i) => {
    const weighted = i % 2 === 0 ? digit : digit * 2;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

/** Words may follow an IBAN without a mark between them: any start of the run may be one. */
function startsWithIban(run: string): boolean {
  const compact = run.replaceAll(/\s/g, '').toUpperCase();
  for (let length = 15; length <= Math.min(compact.length, 34); length++) {
    if (isIban(compact.slice(0, length))) return true;
  }
  return false;
}

function isIban(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** A word may be a link that carries a token in its path or query. */
const holdsToken = (word: string): boolean =>
  word.includes('://') ? word.split(/[:/?&=#]+/).some(isToken) : isToken(word) || word.split('=').some(isToken);

function isToken(word: string): boolean {
  if (word.length < shortestToken || !/^[\w+/=.-]+$/.test(word)) return false;
  if (/^[0-9a-f]{32,}$/i.test(word)) return true;
  return (word.match(/[a-zA-Z](?=\d)|\d(?=[a-zA-Z])/g)?.length ?? 0) >= 4;
}

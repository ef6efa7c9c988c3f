/** Names of passwords in English, German, Spanish, French, Italian, Portuguese, Dutch and Polish. */
const passwordNames = [
  'pass ?words?|pass ?phrase|pass ?code|passwd|pwd|pw|passwort|kennwort|wlan-?schlüssel|contraseña|clave(?: de acceso)?',
  'mot de passe|mdp|parola d.ordine|senha|palavra-passe|wachtwoord|hasło|secret(?:[ _-]?key)?|client[ _-]?secret',
  'api[ _-]?key|access[ _-]?key|account ?key|shared ?access ?key|auth[ _-]?token|access[ _-]?token|token|bearer|psk',
].join('|');

const is = 'is|was|ist|lautet|war|es|est|è|é|to|jest|son';

/** Bounded on purpose, so that each try ends after a few characters. */
const withMark = new RegExp(
  `(?<!\\p{L})(?:${passwordNames})["'\`*]{0,3}[ \\t]{0,3}(?:(?:${is})[ \\t]{0,2})?(?:[:=]|=>|->)\\s{0,3}["'«„“\`*]{0,3}([^\\s"'»”\`*]{4,128})(.?)(.?)`,
  'giu',
);
const withVerb = new RegExp(
  `(?<!\\p{L})(?:${passwordNames})(?:[ \\t][\\p{L}-]{1,15}){0,3}[ \\t](?:${is})\\s{1,3}["'«„“\`*]{0,3}([^\\s"'»”\`*]{4,128})(["'»”\`*]?)`,
  'giu',
);
const bare = new RegExp(`(?<!\\p{L})(?:${passwordNames})\\s{1,3}([^\\s"'»”\`*]{4,128})`, 'giu');

const pins =
  /(?<!\p{L})(?:pin|pin[ -]?code|code pin|geheimzahl|código pin|cvv2?|cvc2?|csc|puk)(?!\p{L})[^\d\n]{0,15}\d{3,8}(?!\d)(?![.,:/-]\d)/iu;

/** Finds a password that stands next to its name. */
export function holdsPassword(text: string): boolean {
  for (const [, value = '', next = '', afterNext = ''] of text.matchAll(withMark)) {
    const alone = /^[\n"'»”`*]?$/.test(next) || (/[.,;!)]/.test(next) && /^\s?$/.test(afterNext));
    if (isUnlikeWord(value) || (alone && value.length >= 5)) return true;
  }
  for (const [, value = '', quote = ''] of text.matchAll(withVerb)) if (quote || isUnlikeWord(value)) return true;
  for (const [, value = ''] of text.matchAll(bare)) if (isMixed(value)) return true;
  return pins.test(text);
}

/** Marks at the end belong to the sentence. */
const word = (value: string): string => value.replace(/[.,;:!?)\]}]{1,5}$/, '');

const isMixed = (value: string): boolean => /\p{L}/u.test(value) && /\d/.test(value) && word(value).length >= 5;

/** Links and times hold marks too, but a password has digits or marks inside, or capitals after small letters. */
function isUnlikeWord(value: string): boolean {
  const inside = word(value);
  if (inside.length < 4 || /^https?:/i.test(inside) || /^\d{1,2}[:.]\d\d$/.test(inside)) return false;
  return /\d|\p{Ll}\p{Lu}|[^\p{L}'’\-/.,()]/u.test(inside);
}

/** Codes that are no secrets: of places, products, errors and prices. */
const openCode =
  /(?:post(?:al|e)?|zip|area|dial(?:ling)?|country|error|fehler|promo|discount|gutschein|rabatt|coupon|voucher|bar|qr|dress|source|product|artikel|article|item|pocztowy|color|colour|vorwahl|hex|rabatowy|booking|swift|bic|http|status|kortings|sconto|remise|promo(?:cional|zionale|tionnel)?|descuento|desconto|erreur|errore|erro|fiscale|postcode)[ -]?(?:code|codes|kod|código|codice)?$/iu;

const codeNames =
  '[\\p{L}-]{0,20}codes?|codice|código|kod(?:em|u)?|one[- ]time (?:password|pin)|m?tan|otp|2fa|passcode|sicherheitsschlüssel';

const codes = new RegExp(
  `((?:(?:[\\p{L}-]{1,20}) )?)(?<!\\p{L})(${codeNames})(?!\\p{L})((?:[^\\S\\n]?[^\\d\\n:=]){0,45}?)(:|=|(?<!\\p{L})(?:${is})(?!\\p{L})|[ #(])\\s{0,3}["'«„“(*]{0,2}(?:[A-Z]-)?(\\d{3}[ -]\\d{3}|\\d{4,8})(?![\\d.,:/-]*\\d)(.{0,4})`,
  'giu',
);

const openAfter =
  /^\s*(?:postal|postale|de error|d.erreur|di errore|di avviamento|de erro|pocztow|promo|de desc|de réd|fiscal|rabat|sconto|zip|de barr|à barres)/iu;

const codeFirst =
  /(?<![\d.,:/-])(?:\d{3}[ -]\d{3}|\d{4,8})\s(?:is|ist|es|est|è|é|to|jest)\s(?:the|your|my|dein|ihr|mein|der|votre|ton|le|tu|su|el|mi|il|o|de|je|uw|twój|mój)\s[^\d\n]{0,40}?(?:code|código|codice|kod|otp|pin|passcode)(?!\p{L})/iu;

/** Finds a code that is good once: a number of four to eight digits that a text calls a code. */
export function holdsOneTimeCode(text: string): boolean {
  for (const [, before = '', name = '', between = '', mark = '', digits = ''] of text.matchAll(codes)) {
    if (openCode.test(`${before}${name}`) || openAfter.test(between)) continue;
    // Without a mark or a verb, only what follows at once, in the usual length, is the code.
    if (/^[ #(]$/.test(mark) && (between.trim() !== '' || digits.replaceAll(/\D/g, '').length !== 6)) continue;
    return true;
  }
  return codeFirst.test(text);
}

const linkSecrets =
  /[?&#;](?:[\w-]{0,30}[_-])?(?:token|key|apikey|sig|signature|secret|password|passwd|pwd|pass|sid|session|sessionid|jwt|otp|auth|credential|accesstoken)=([^&#\s"'<>]{6,})/gi;

/** Names and passwords inside an address, as in links and in connection strings of databases. */
const userInfo = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,64}:[^\s/@"'<>]{1,128}@/i;

/** Finds links that let whoever has them in. */
export function holdsOpenLink(text: string): boolean {
  if (/otpauth:\/\//i.test(text) || (text.includes('://') && userInfo.test(text))) return true;
  for (const [, value = ''] of text.matchAll(linkSecrets)) if (/\d/.test(value) || value.length >= 16) return true;
  return false;
}

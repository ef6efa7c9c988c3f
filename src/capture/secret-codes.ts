const codeNames = /codes?|código|codice|kod(?:em|u)?|one[- ]time password|m?tan|otp|2fa/giu;

/** Kinds of codes that open nothing: of places, products, errors and prices. The kind stands before the name… */
const openBefore = new RegExp(
  `(?:${[
    'postal|poste|post|zip|area|dial|dialling|country|error|fehler|erreur|errore|erro|fout|http|status|hex|colou?r',
    'promo|promotion|discount|gutschein|rabatt|coupon|voucher|kortings?|swift|bic|bar|qr|dress|source|booking',
    'product|artikel|article|item|bank|station|airport|class|flight|strich|länder|sort|git',
  ].join('|')})[ -]?$`,
  'iu',
);

/** …or after it. */
const openAfter = new RegExp(
  `^\\s?(?:${[
    "postal|poste|pocztow|fiscal|source|d'erreur|erreur|barre|à barre|de barr|promo|de réduc|rabat|błęd",
    "de error|de erro|di errore|d'errore|di avviamento|de desc|sconto|review|freeze|base|line",
  ].join('|')})`,
  'iu',
);

const is = 'is|was|ist|lautet|es|est|è|é|to|jest';
const number =
  '\\s{0,3}["\'«„“(*]{0,2}(?:[A-Z]-)?(?:\\d{3}[ -]\\d{3}|\\d{4,8})(?![.,:/-]?\\d)' +
  '(?!\\s(?:lines|zeilen|líneas|linhas|lignes|righe|regels|linii))';

/** Every repetition is bounded, and both are tried only right after the name of a code. */
const toldAfter = new RegExp(`^[^\\d\\n:=]{0,45}?(?:[:=]|\\s(?:${is})\\s)${number}`, 'iu');
const rightAfter = /^[ #(:-]{1,3}(?:[A-Z]-)?(?:\d{3}[ -]?\d{3})(?![.,:/-]?\d)/u;

const owner = 'the|your|my|dein|ihr|mein|der|votre|ton|le|tu|su|el|mi|il|o|de|je|uw|twój|mój';
const numberFirst = new RegExp(
  `(?<![\\d.,:/-])(?:[A-Z]-)?(?:\\d{3}[ -]\\d{3}|\\d{4,8})` +
    `\\s(?:(?:${is})\\s(?:${owner})|as|als|como|comme|come|jako)\\s` +
    '[^\\d\\n]{0,40}?(?:code|código|codice|kod|otp|pin|passcode)(?!\\p{L})',
  'iu',
);

/** Finds a code that is good once: a number of four to eight digits that a text calls a code. */
export function holdsOneTimeCode(text: string): boolean {
  if (!/\d{4}|\d{3}[ -]\d{3}/.test(text)) return false;
  for (const { 0: name, index } of text.matchAll(codeNames)) {
    const before = text.slice(Math.max(0, index - 20), index);
    const after = text.slice(index + name.length, index + name.length + 75);
    const isShort = !/^(?:code|cód|codi)/i.test(name);
    if (/^\p{L}/u.test(after) || (isShort && /\p{L}$/u.test(before))) continue;
    if (openBefore.test(before) || openAfter.test(after)) continue;
    if (toldAfter.test(after) || rightAfter.test(after)) return true;
  }
  return numberFirst.test(text);
}

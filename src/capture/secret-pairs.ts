/** Names of passwords in English, German, Spanish, French, Italian, Portuguese, Dutch and Polish. */
const passwordNames = [
  'pass ?words?|pass ?phrase|pass ?code|passwd|pwd|pw|passwort|kennwort|wlan-?schlüssel|contraseña',
  'clave(?: de acceso)?|mot de passe|mdp|parola d.ordine|senha|palavra-passe|wachtwoord|hasło|psk',
  'secret(?:[ _-]?key)?|client[ _-]?secret|api[ _-]?key|access[ _-]?key|account ?key|shared ?access ?key',
  'auth[ _-]?token|access[ _-]?token|token|bearer',
].join('|');

/** "Is" in the same languages. */
const is = 'is|was|ist|lautet|war|es|est|è|é|to|jest|son';

const name = `(?<!\\p{L})(?:${passwordNames})`;
const marked = `(?<!\\p{L})(?:${passwordNames}|pass)["'\`*]{0,3}`;
const openQuote = '["\'«„“`*]{0,3}';
const value = '([^\\s"\'»”`*]{4,128})';

/** Each repetition is bounded, so that a try ends after a few characters. */
const withMark = new RegExp(
  `${marked}[ \\t]{0,3}(?:(?:${is})[ \\t]{0,2})?(?:[:=]|=>|->)\\s{0,3}${openQuote}${value}(.?)(.?)`,
  'giu',
);
const withVerb = new RegExp(
  `${name}(?:[ \\t][\\p{L}-]{1,15}){0,3}[ \\t](?:${is})\\s{1,3}${openQuote}${value}(["'»”\`*]?)`,
  'giu',
);
const bare = new RegExp(`${name}\\s{1,3}(?:- )?${value}`, 'giu');

const pinNames = 'pin|pin[ -]?code|code pin|geheimzahl|código pin|cvv2?|cvc2?|puk';

/** A longer number right after "PIN" is a place in India. */
const pinValue = `(?:[^\\d\\n]{0,15}?(?:[:=]|\\s(?:${is}))\\s{0,3}\\d{3,8}|\\s\\d{3,4})(?!\\d)(?![.,:/-]\\d)`;
const pins = new RegExp(`(?<!\\p{L})(?:${pinNames})(?!\\p{L})(?:${pinValue})`, 'iu');

/** Finds a password that stands next to its name. */
export function holdsPassword(text: string): boolean {
  for (const [, found = '', next = '', afterNext = ''] of text.matchAll(withMark)) {
    const alone = /^[\n"'»”`*]?$/.test(next) || (/[.,;!)]/.test(next) && /^\s?$/.test(afterNext));
    if (isUnlikeWord(found) || (alone && found.length >= 5)) return true;
  }
  for (const [, found = '', quote = ''] of text.matchAll(withVerb)) if (quote || isUnlikeWord(found)) return true;
  for (const [, found = ''] of text.matchAll(bare)) if (isMixed(found)) return true;
  return pins.test(text);
}

/** Marks at the end belong to the sentence. */
const withoutEnd = (found: string): string => found.replace(/[.,;:!?)\]}]{1,5}$/, '');

const isMixed = (found: string): boolean => /\p{L}/u.test(found) && /\d/.test(found) && withoutEnd(found).length >= 5;

/** Links and times hold marks too, but a password has digits or marks inside, or capitals after small letters. */
function isUnlikeWord(found: string): boolean {
  const inside = withoutEnd(found);
  if (inside.length < 4 || /^https?:/i.test(inside) || /^\d{1,2}[:.]\d\d$|^\d{1,3}%$/.test(inside)) return false;
  return /\d|\p{Ll}\p{Lu}|[^\p{L}'’\-/.,()]/u.test(inside);
}

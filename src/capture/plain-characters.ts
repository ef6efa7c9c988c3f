/** Characters that show nothing, so that they can stand inside a secret without being seen. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]|(?![\t\n\r])\p{Cc}/gu;

/** Every dash, and the minus sign. */
const dashes = /[\p{Pd}\u2212\u2043]/gu;

const decimalDigit = /\p{Nd}/u;

/**
 * One spelling for what looks alike: NFKC, ASCII digits, one dash, nothing invisible, and no marks over or around a
 * character.
 */
export function plainCharacters(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(invisible, '')
    .replaceAll(/(?![\p{ASCII}])\p{Nd}/gu, asciiDigit)
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(dashes, '-')
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n');
}

/** Unicode keeps the ten digits of a script together and in order, so the place in their row is the value. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (decimalDigit.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

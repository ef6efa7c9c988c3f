import { plainCharacters } from './plain-characters.ts';
import { holdsOneTimeCode } from './secret-codes.ts';
import { holdsCardNumber, holdsSsn } from './secret-digits.ts';
import { holdsIban } from './secret-iban.ts';
import { holdsOpenLink } from './secret-links.ts';
import { holdsPassword } from './secret-pairs.ts';
import { holdsPrivateKey, holdsToken, holdsWalletKey } from './secret-tokens.ts';
import { holdsSeedPhrase } from './seed-words.ts';

/** What a scan can find; each kind is narrow, so that ordinary sentences pass. */
export type Secret =
  | 'private-key'
  | 'wallet-key'
  | 'seed-phrase'
  | 'card-number'
  | 'iban'
  | 'social-security-number'
  | 'token'
  | 'open-link'
  | 'password'
  | 'one-time-code';

/** The surest kinds come first, because only the first one found is named. */
const scans: readonly (readonly [Secret, (text: string) => boolean])[] = [
  ['private-key', holdsPrivateKey],
  ['wallet-key', holdsWalletKey],
  ['card-number', holdsCardNumber],
  ['iban', holdsIban],
  ['token', holdsToken],
  ['open-link', holdsOpenLink],
  ['social-security-number', holdsSsn],
  ['password', holdsPassword],
  ['one-time-code', holdsOneTimeCode],
  ['seed-phrase', holdsSeedPhrase],
];

/**
 * Looks for secrets that a person may type into a harmless field. docs/secrets.md lists what each kind holds.
 *
 * @returns undefined when nothing was found
 */
export function findSecret(text: string): Secret | undefined {
  const plain = plainCharacters(text);
  return scans.find(([, holds]) => holds(plain))?.[0];
}

import { createHash } from 'node:crypto';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { words } from '../../../../src/capture/seed-word-list.json';

/** How a secret may be spelled without becoming another one. */
export type Spelling = 'digits' | 'words' | 'known token' | 'exact';

export interface Planted {
  readonly kind: string;
  readonly spelling: Spelling;
  readonly secret: string;
}

const bytes = seededRandom(20_260_311);
const below = (limit: number): number => new DataView(bytes(4).buffer).getUint32(0) % limit;
const from = (characters: string, length: number): string =>
  Array.from({ length }, () => characters[below(characters.length)]).join('');
const pick = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0];

const digit = '0123456789';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const mixed = digit + upper + lower;
const hex = '0123456789abcdef';
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function luhn(prefix: string, length: number): string {
  const body = prefix + from(digit, length - prefix.length - 1);
  const sum = [...`${body}0`].reverse().reduce((total, character, i) => {
    const weighted = Number(character) * (i % 2 === 0 ? 1 : 2);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

const inFours = (text: string): string => text.replaceAll(/(.{4})(?=.)/g, '$1 ');

function iban(country: string, account: string): string {
  const number = [...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${account}`;
}

function seedPhrase(length: number): string {
  const entropy = bytes((length * 32) / 3 / 8);
  const hash = createHash('sha256').update(entropy).digest();
  const bits = [...entropy, hash[0] ?? 0].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const list = words.split(' ');
  return Array.from({ length }, (_, i) => list[Number.parseInt(bits.slice(i * 11, i * 11 + 11), 2)]).join(' ');
}

const ssn = (): string =>
  `${pick(['123', '078', '457', '219'])}-${10 + below(89)}-${from('123456789', 1)}${from('123456789', 3)}`;

/** Parts are put together here, so that no scanner of repositories takes this file for a leak. */
const makers: Readonly<Record<string, readonly [Spelling, () => string]>> = {
  Visa: ['digits', () => inFours(luhn('4', 16))],
  Mastercard: ['digits', () => inFours(luhn(pick(['51', '53', '55', '2221', '2720']), 16))],
  'American Express': ['digits', () => luhn(pick(['34', '37']), 15).replace(/^(.{4})(.{6})/, '$1 $2 ')],
  Discover: ['digits', () => inFours(luhn(pick(['6011', '65', '645']), 16))],
  'Diners Club': ['digits', () => luhn(pick(['36', '38', '300']), 14).replace(/^(.{4})(.{6})/, '$1 $2 ')],
  JCB: ['digits', () => inFours(luhn('3530', 16))],
  UnionPay: ['digits', () => inFours(luhn('62', pick([16, 17, 19])))],
  Maestro: ['digits', () => inFours(luhn(pick(['5018', '6304', '6759', '6761']), pick([13, 16, 19])))],
  'IBAN of Germany': ['digits', () => inFours(iban('DE', from(digit, 18)))],
  'IBAN of Britain': ['digits', () => inFours(iban('GB', from(upper, 4) + from(digit, 14)))],
  'IBAN of France': ['digits', () => inFours(iban('FR', from(digit, 23)))],
  'IBAN of Italy': ['digits', () => inFours(iban('IT', from(upper, 1) + from(digit, 22)))],
  'IBAN of the Netherlands': ['digits', () => inFours(iban('NL', from(upper, 4) + from(digit, 10)))],
  'IBAN of Poland': ['digits', () => inFours(iban('PL', from(digit, 24)))],
  'IBAN of Spain': ['digits', () => inFours(iban('ES', from(digit, 20)))],
  'IBAN of Portugal': ['digits', () => inFours(iban('PT', from(digit, 21)))],
  'social security number': ['digits', ssn],
  'PEM key': ['exact', () => `${'-'.repeat(5)}BEGIN ${pick(['', 'RSA ', 'EC '])}PRIVATE KEY-----\n${from(mixed, 60)}`],
  'OpenSSH key': ['exact', () => `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\n${from(mixed, 60)}`],
  'PGP key': ['exact', () => `-----BEGIN PGP ${'PRIVATE'} KEY BLOCK-----\n\n${from(mixed, 60)}`],
  JWT: ['known token', () => `eyJ${from(mixed, 30)}.eyJ${from(mixed, 40)}.${from(mixed, 43)}`],
  AWS: ['known token', () => `${pick(['AK', 'AS'])}IA${from(upper + digit, 16)}`],
  'AWS secret': ['exact', () => from(`${mixed}/+`, 40)],
  Google: ['known token', () => `AI${'za'}${from(mixed, 35)}`],
  'Google OAuth': ['known token', () => `ya${'29.'}${from(mixed, 60)}`],
  GitHub: ['known token', () => pick(['gh' + 'p_', 'gh' + 'o_', 'github_' + 'pat_']) + from(mixed, 36)],
  GitLab: ['known token', () => `glpat-${from(mixed, 20)}`],
  Slack: ['known token', () => `xoxb-${from(digit, 11)}-${from(digit, 12)}-${from(mixed, 24)}`],
  Stripe: ['known token', () => `${pick(['sk', 'rk'])}_live_${from(mixed, 24)}`],
  OpenAI: ['known token', () => `sk${pick(['-proj-', '-'])}${from(mixed, 48)}`],
  Anthropic: ['known token', () => `sk-ant-api03-${from(mixed, 80)}`],
  npm: ['known token', () => `npm_${from(mixed, 36)}`],
  'Hugging Face': ['known token', () => `hf_${from(mixed, 34)}`],
  SendGrid: ['known token', () => `SG.${from(mixed, 22)}.${from(mixed, 43)}`],
  Twilio: ['known token', () => pick(['AC', 'SK']) + from(hex, 32)],
  Telegram: ['known token', () => `${from('123456789', 10)}:AA${from(mixed, 33)}`],
  Discord: ['known token', () => `M${from(mixed, 23)}.${from(mixed, 6)}.${from(mixed, 38)}`],
  'random token': ['exact', () => from(mixed, 32)],
  'hexadecimal key': ['known token', () => from(hex, pick([32, 40, 64]))],
  UUID: ['exact', () => from(hex, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
  'product key': ['exact', () => Array.from({ length: 5 }, () => `${from(upper, 2)}${from(digit, 1)}K7`).join('-')],
  'wallet import format': ['known token', () => pick(['5', 'K', 'L']) + from(base58, 50 + below(2))],
  'extended private key': ['known token', () => `xprv${from(base58, 107)}`],
  'link with a token': ['exact', () => `https://files.example/open?user=12&token=${from(mixed, 12)}7`],
  'signed link': ['exact', () => `https://files.example/a.pdf?X-Amz-Signature=${from(hex, 24)}`],
  'link with a password': ['exact', () => `https://${from(lower, 5)}:${from(mixed, 9)}@host.example/`],
  'connection string': ['exact', () => `postgres://app:${from(mixed, 10)}@db.example:5432/main`],
  'connection string of SQL Server': ['exact', () => `Server=db.example;User=sa;Password=${from(mixed, 9)};`],
  'password pair': [
    'words',
    () => {
      const name = pick(['password', 'Passwort', 'contraseña', 'mot de passe', 'senha', 'wachtwoord', 'hasło', 'pwd']);
      return `${name}${pick([': ', ' = ', ':', ' is '])}${from(lower, 6)}${from(digit, 2)}`;
    },
  ],
  'password in Italian': ['words', () => `la parola d'ordine è ${from(lower, 6)}${from(digit, 2)}`],
  PIN: ['words', () => `${pick(['my PIN is', 'PIN:', 'Geheimzahl:', 'code PIN :'])} ${from('123456789', 4)}`],
  'one-time code': [
    'words',
    () => {
      const lead = pick([
        'your code is',
        'Your verification code:',
        'Ihr Code lautet',
        'Dein Bestätigungscode ist',
        'su código es',
        'votre code est',
        'Code de vérification :',
        'il tuo codice è',
        'o seu código é',
        'je code is',
        'Twój kod to',
        'mTAN',
      ]);
      return `${lead} ${from('123456789', 6)}`;
    },
  ],
  'one-time code first': ['words', () => `${from('123456789', 6)} is your Example verification code`],
  'seed phrase': ['words', () => seedPhrase(pick([12, 15, 18, 21, 24]))],
};

export const kinds = Object.keys(makers);

/** `each` secrets of every kind; the same ones in every run. */
export const plantedSecrets = (each: number): Planted[] =>
  Object.entries(makers).flatMap(([kind, [spelling, make]]) =>
    Array.from({ length: each }, () => ({ kind, spelling, secret: make() })),
  );

const otherDigits = (zero: number) => (text: string) =>
  text.replaceAll(/\d/g, (character) => String.fromCodePoint(zero + Number(character)));

const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0));

const between = (text: string, what: string): string => [...text].join(what);

type Respell = (text: string) => string;

/** How people and pages write what they paste: around the secret, for any of them. */
const sentences: Readonly<Record<string, Respell>> = {
  alone: (text) => text,
  'in a sentence': (text) => `Hi Anna, here it is: ${text} and please delete this message afterwards.`,
  'in brackets': (text) => `As agreed (${text}), see you on Monday.`,
  'in quotes': (text) => `He sent „${text}“ last night.`,
  'on its own line': (text) => `Hello,\n${text}\nBest, Tom`,
  'with zero-width spaces': (text) => between(text, '\u200b'),
  'with word joiners and soft hyphens': (text) => between(text, '\u2060\u00ad'),
  'with directional marks': (text) => `\u202a${between(text, '\u200e')}\u202c`,
};

const digitSpellings: Readonly<Record<string, Respell>> = {
  'full width': fullWidth,
  'Arabic digits': otherDigits(0x660),
  'Persian digits': otherDigits(0x6f0),
  'Devanagari digits': otherDigits(0x966),
  'Thai digits': otherDigits(0xe50),
  'bold digits': otherDigits(0x1d7ce),
  'keycap digits': (text) => text.replaceAll(/\d/g, '$&\ufe0f\u20e3'),
  'struck through': (text) => text.replaceAll(/[\dA-Z]/g, '$&\u0336'),
  dashes: (text) => text.replaceAll(' ', '-'),
  'long dashes': (text) => text.replaceAll(/[ -]/g, ' – '),
  'line breaks': (text) => text.replaceAll(/[ -]/g, (gap) => (gap === '-' ? '-\n' : '\n')),
  'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  dots: (text) => text.replaceAll(' ', '.'),
  slashes: (text) => text.replaceAll(' ', ' / '),
  'no gaps': (text) => text.replaceAll(' ', ''),
  'glued to words': (text) => `number${text}expires`,
  'after another number': (text) => (text.includes('-') ? `order 12: ${text}` : `order 12 ${text} 12/27`),
  'glued to a number': (text) => (/^\d[\d ]{15,}$/.test(text) && text.length === 19 ? `7${text}` : text),
};

const tokenSpellings: Readonly<Record<string, Respell>> = {
  'full width': fullWidth,
  'broken line': (text) => `${text.slice(0, 12)}\n${text.slice(12)}`,
  'after a name': (text) => `KEY=${text}`,
};

const wordSpellings: Readonly<Record<string, Respell>> = {
  'full width': fullWidth,
  'Arabic digits': otherDigits(0x660),
  'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  'capital letters': (text) => text.toUpperCase(),
};

const spellings: Readonly<Record<Spelling, Readonly<Record<string, Respell>>>> = {
  digits: { ...sentences, ...digitSpellings },
  words: { ...sentences, ...wordSpellings },
  'known token': { ...sentences, ...tokenSpellings },
  exact: sentences,
};

/** Every spelling of a secret, by the name of the spelling. */
export const respelled = ({ spelling, secret }: Planted): [name: string, text: string][] =>
  Object.entries(spellings[spelling]).map(([name, respell]) => [name, respell(secret)]);

/** How a person copies the words of a seed phrase from paper. */
export const seedSpellings: Readonly<Record<string, Respell>> = {
  numbered: (text) =>
    text
      .split(' ')
      .map((word, i) => `${i + 1}. ${word}`)
      .join('\n'),
  labelled: (text) =>
    text
      .split(' ')
      .map((word, i) => `word ${i + 1}: ${word}`)
      .join('\n'),
  commas: (text) => `my words: ${text.replaceAll(' ', ', ')}. Keep them!`,
  'line breaks': (text) => text.replaceAll(' ', '\n'),
  dashes: (text) => text.replaceAll(' ', '-'),
  'after other words of the list': (text) => `please remember this ${text} about`,
};

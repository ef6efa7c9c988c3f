import { words } from './seed-word-list.json';
import { firstByteOfSha256 } from './sha256-block.ts';

/** The English list of BIP-39: the place of a word is the 11 bits it stands for. */
const places = new Map(words.split(' ').map((word, place) => [word, place]));

const phraseLengths = [12, 15, 18, 21, 24] as const;

/** Words that number the others ("word 1: …"); one of them is in the list itself. */
const labels = new Set(['word', 'words', 'and', 'nr', 'no', 'wort', 'mot', 'palabra', 'parola', 'palavra', 'woord']);

/** Finds a seed phrase of a wallet: words of the list one after the other, with a valid checksum. */
export function holdsSeedPhrase(text: string): boolean {
  const parts = text
    .replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .match(/\p{L}+/gu);
  if (!parts || parts.length < phraseLengths[0]) return false;
  return holdsPhrase(parts) || holdsPhrase(parts.filter((part) => !labels.has(part)));
}

function holdsPhrase(parts: readonly string[]): boolean {
  let run: number[] = [];
  /** The same words again and again would take a hash each time. */
  const tried = new Set<string>();
  const isNewPhrase = (phrase: readonly number[]): boolean => {
    const key = String.fromCharCode(...phrase);
    if (tried.has(key)) return false;
    tried.add(key);
    return isPhrase(phrase);
  };
  for (const part of parts) {
    const place = places.get(part);
    if (place === undefined) {
      run = [];
      continue;
    }
    run.push(place);
    if (phraseLengths.some((length) => run.length >= length && isNewPhrase(run.slice(-length)))) return true;
  }
  return false;
}

/** 32 bits of entropy carry one bit of checksum, the first bits of the entropy's SHA-256. */
function isPhrase(phrase: readonly number[]): boolean {
  const bits = phrase.length * 11;
  const checksumBits = bits / 33;
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  phrase.forEach((place, i) => {
    for (let bit = 0; bit < 11; bit++) {
      const at = i * 11 + bit;
      if ((place >> (10 - bit)) & 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
    }
  });
  const entropyBytes = (bits - checksumBits) / 8;
  const checksum = (bytes[entropyBytes] ?? 0) >> (8 - checksumBits);
  return firstByteOfSha256(bytes.subarray(0, entropyBytes)) >> (8 - checksumBits) === checksum;
}

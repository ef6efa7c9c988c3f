import { refusedCharacter } from '../../core/control-characters.ts';
import { otherLanguage } from '../../core/language-detection.ts';
import { languagesInEnglish } from '../language/english.ts';

/** Longest variation, in UTF-16 code units: people's messages are short, and an essay is no variation of one. */
const longestVariation = 500;

/** What no made-up message needs, and what a model, or somebody who speaks through it, may write all the same. */
const refusedPatterns: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /https?:|www\.|\b[\w-]+\.(com|net|org|io)\b/i, name: 'an address of a web page' },
  { pattern: /[^\s@]+@[^\s@]+\.[^\s@]+/, name: 'an e-mail address' },
  { pattern: /\d[\d\s().-]{7,}\d/, name: 'a long number' },
  { pattern: /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}\b/i, name: 'what may be a key' },
  { pattern: /-----BEGIN|\b(api[ _-]?key|passwor[dt]|secret|token)\s*[:=]/i, name: 'what may be a secret' },
  { pattern: /<\/?[a-z][^>]*>|<\||\[\/?INST\]|```|\{\{|\$\{/i, name: 'markup or a template' },
  {
    pattern: /\b(ignore|disregard|forget)\b.{0,40}\b(instruction|prompt|above|previous|rules)/i,
    name: 'an instruction to a program',
  },
  {
    pattern:
      /\b(system prompt|as an ai\b|language model|i cannot (help|assist|comply)|here (are|is) (the |your |\d+ )?variation)/i,
    name: 'talk of a program about itself',
  },
];

/**
 * What is wrong with a text that a provider has made, in words that can be counted; undefined when nothing is. A person
 * reads the texts all the same before any is published: this only spares them the worst.
 *
 * @param languages BCP 47 tags that the study declares
 */
export function variationProblem(text: string, languages: readonly string[]): string | undefined {
  if (text.trim() === '') return 'nothing';
  if (text.length > longestVariation) return `more than ${longestVariation} characters`;
  const character = refusedCharacter(text);
  if (character) return character.name;
  if (!/\p{L}/u.test(text)) return 'no letter';
  const found = refusedPatterns.find(({ pattern }) => pattern.test(text));
  if (found) return found.name;
  const other = otherLanguage(text, languages);
  return other === undefined ? undefined : `another language (${languagesInEnglish([other])})`;
}

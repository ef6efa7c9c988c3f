import { fleschKincaid } from 'flesch-kincaid';
import { IntlMessageFormat } from 'intl-messageformat';
import { syllable } from 'syllable';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

const sentencesOf = new Intl.Segmenter('en', { granularity: 'sentence' });
const wordsOf = new Intl.Segmenter('en', { granularity: 'word' });

/** A sentence of a catalogue as it is read, with a short word in each of its places. */
export const asRead = (sentence: string): string => readParts(new IntlMessageFormat(sentence, 'en').getAst());

const readParts = (parts: Ast): string =>
  parts
    .map((part) => {
      if ('options' in part) {
        const { other } = part.options;
        return readParts(other?.value ?? []);
      }
      if ('children' in part) return readParts(part.children);
      return 'value' in part && part.type === 0 ? part.value : 'five';
    })
    .join('');

/** How hard some sentences are to read. */
export interface Readability {
  readonly sentences: number;
  readonly words: number;
  /** Years of school that it takes, by Flesch and Kincaid (1975). */
  readonly grade: number;
}

/** Reads whole sentences, and leaves out names and labels. */
export function readabilityOf(texts: readonly string[]): Readability | undefined {
  const sentences = texts
    .flatMap((text) => Array.from(sentencesOf.segment(text), ({ segment }) => segment.trim()))
    .filter((sentence) => /[.!?…:]”?$/.test(sentence));
  const words = sentences.flatMap((sentence) =>
    Array.from(wordsOf.segment(sentence))
      .filter(({ isWordLike }) => isWordLike)
      .map(({ segment }) => segment),
  );
  if (words.length === 0) return undefined;
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  const counts = { sentence: sentences.length, word: words.length, syllable: syllables };
  return { sentences: sentences.length, words: words.length, grade: fleschKincaid(counts) };
}

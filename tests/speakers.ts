import type { WordsKey } from '../core/words/sentence-keys.ts';
import { createSpeaker, type Speaker } from '../core/words/speaker.ts';
import type { SentenceKey } from '../src/language/sentence-keys.ts';
import { readCatalogue } from './catalogues.ts';

/** Says the sentences of one language's catalogues. */
export function speakerOf(locale: string): Speaker<SentenceKey | WordsKey> {
  const sentences = readCatalogue(new Intl.Locale(locale).language);
  return createSpeaker((key: string) => sentences[key] ?? '', locale);
}

export const english = speakerOf('en-GB');

import { languageFound, otherLanguage } from '../../core/language-detection.ts';

/** Texts of one language, as far as the detector is sure. */
export interface LanguageFound {
  /** ISO 639-1; null where the detector is not sure. */
  readonly language: string | null;
  readonly texts: number;
  /** Whether drafts in this language take part in the study's candidate rounds. */
  readonly takesPart: boolean;
  /** Texts with a word that the model does not know. */
  readonly unknown: number;
}

/**
 * The languages of texts, the most frequent first.
 *
 * @param declared languages of the study (BCP 47)
 * @param hasUnknown whether the model does not know a word of a text
 */
export function languagesFound(
  texts: readonly string[],
  declared: readonly string[],
  hasUnknown: (text: string) => boolean,
): LanguageFound[] {
  const found = new Map<string | null, LanguageFound>();
  for (const text of texts) {
    const language = languageFound(text, declared) ?? null;
    const { texts: before, unknown } = found.get(language) ?? { texts: 0, unknown: 0 };
    const takesPart = otherLanguage(text, declared) === undefined;
    found.set(language, { language, texts: before + 1, takesPart, unknown: unknown + (hasUnknown(text) ? 1 : 0) });
  }
  return [...found.values()].toSorted((a, b) => b.texts - a.texts);
}

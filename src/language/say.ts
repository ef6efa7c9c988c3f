import { createSpeaker, type Speaker } from '../../core/words/speaker.ts';
import { browserLocale, textOf } from './catalogue.ts';
import type { SentenceKey } from './sentence-keys.ts';

/** Language of the catalogue that is in use; English where the browser's language is none of ours. */
export const language = textOf('language');

/** "ltr" or "rtl". */
export const direction = textOf('direction');

/** Numbers and dates follow the browser, such as German of Austria, if the sentences are in its language. */
const locale = new Intl.Locale(browserLocale()).language === language ? browserLocale() : language;

/** Says the extension's sentences in the volunteer's language. */
export const speaker: Speaker<SentenceKey> = createSpeaker(textOf, locale);

export const { say, tell } = speaker;

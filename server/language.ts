import { languagesInWords } from '../core/languages.ts';
import english from '../core/words/locales/en.json' with { type: 'json' };
import type { WordsSpeaker } from '../core/words/sentence-keys.ts';
import { createSpeaker } from '../core/words/speaker.ts';

/** Says in English the sentences that server and extension share. */
export const inEnglish: WordsSpeaker = createSpeaker((key: keyof typeof english) => english[key], 'en-GB');

/** Language tags (BCP 47) as the researchers' commands and pages name them. */
export const languagesInEnglish = (tags: readonly string[]): string => languagesInWords(tags, inEnglish.locale);

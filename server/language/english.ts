import { languagesInWords } from '../../core/languages.ts';
import { readerOf } from './reader.ts';

/** Commands, files and everything that machines read are in English. */
export const english = readerOf('en');

/** Language tags (BCP 47) as the researchers' commands name them. */
export const languagesInEnglish = (tags: readonly string[]): string => languagesInWords(tags, english.locale);

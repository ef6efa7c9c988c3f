import { languagesInWords } from '../../../core/languages.ts';
import type { FieldCase } from '../../capture/field-cases.ts';
import { say, speaker } from '../../language/say.ts';

/** What kind of field a case is, in a few words: "Password field"; where its name decides, "Password, German". */
export function fieldKindInWords({ kind, language }: Pick<FieldCase, 'kind' | 'language'>): string {
  const field = say(kind);
  return language === undefined
    ? field
    : say('try_it_in_language', { field, language: languagesInWords([language], speaker.locale) });
}

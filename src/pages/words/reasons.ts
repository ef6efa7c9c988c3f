import { languagesInWords } from '../../../core/languages.ts';
import type { RefusalReason } from '../../capture/refusals.ts';
import { say, speaker } from '../../language/say.ts';
import type { ReasonKey } from '../../language/sentence-keys.ts';
import type { ReasonValue, StoredReason } from '../../refusal.ts';

/** Why something was not done, for the volunteer; what an earlier version stored as a sentence is shown as it is. */
export function reasonInWords(reason: StoredReason): string {
  if (typeof reason === 'string') return reason;
  const { key, values = {}, followedBy } = reason;
  const words = say(
    key,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueInWords(value)])),
  );
  return followedBy === undefined ? words : `${words} ${say(followedBy)}`;
}

const valueInWords = (value: ReasonValue): string | number =>
  typeof value === 'object' ? languagesInWords(value.languages, speaker.locale) : value;

/** Why what was typed in a field is not kept: by what the field is, or by what the capture says of the text. */
export const notKeptKeys: Readonly<Record<RefusalReason | 'secret' | 'too-few-words' | 'too-long', ReasonKey>> = {
  'opted-out': 'reason_field_opted_out',
  'no-writing-field': 'reason_field_no_writing_field',
  code: 'reason_field_code',
  'personal-data': 'reason_field_personal_data',
  'numbers-or-addresses': 'reason_field_numbers_or_addresses',
  'secret-or-personal-name': 'reason_field_secret_or_personal_name',
  masked: 'reason_field_masked',
  password: 'reason_field_password',
  secret: 'reason_text_secret',
  'too-few-words': 'reason_text_too_few_words',
  'too-long': 'reason_text_too_long',
};

/** One sentence that says why something was not kept; `word` is one of the field policy or of the capture. */
export const notKeptInWords = (word: string): string =>
  say(Object.hasOwn(notKeptKeys, word) ? notKeptKeys[word as keyof typeof notKeptKeys] : 'reason_text_other');

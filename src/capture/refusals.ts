/** Why a field is never captured, by what it is. */
export type RefusalReason =
  | 'opted-out'
  | 'no-writing-field'
  | 'code'
  | 'personal-data'
  | 'numbers-or-addresses'
  | 'secret-or-personal-name'
  | 'masked'
  | 'password';

/** One sentence a reason, for people. */
export const refusalInWords: Readonly<Record<RefusalReason, string>> = {
  'opted-out': 'The page marks this part as not to be kept.',
  'no-writing-field': 'This is no field in which people write.',
  code: 'This is an editor for code or commands.',
  'personal-data': 'The page says that this field is for personal data.',
  'numbers-or-addresses': 'The page asks for numbers or addresses here, not for words.',
  'secret-or-personal-name': 'The name of this field says that a secret or personal data belongs here.',
  masked: 'This field shows dots instead of letters.',
  password: 'This field is a password field, or was one.',
};

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

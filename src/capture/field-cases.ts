import type { SentenceKey } from '../language/sentence-keys.ts';
import type { RefusalReason } from './refusals.ts';

/** The words for a kind of field, in try-it.json. */
export type FieldKind = Extract<SentenceKey, `try_it_field_${string}`>;

type Attributes = Readonly<Record<string, string>>;

/** A kind of field, and what the policy makes of it. Tests, docs/capture.md and the try-it page share this table. */
export interface FieldCase {
  /** Name of the words that say what kind of field it is. */
  readonly kind: FieldKind;
  /** Language of its names (BCP 47); English when left out. */
  readonly language?: string;
  readonly tag: 'textarea' | 'input' | 'div';
  readonly attributes?: Attributes;
  /** Text of its `<label>`. */
  readonly label?: string;
  /** What stands around it, outermost first. */
  readonly inside?: readonly (readonly [tag: string, attributes: Attributes])[];
  readonly verdict: 'kept' | RefusalReason;
}

const editor = { contenteditable: 'true', role: 'textbox' };

const kept: readonly Omit<FieldCase, 'verdict'>[] = [
  { kind: 'try_it_field_message_field', tag: 'textarea', label: 'Message' },
  { kind: 'try_it_field_line', tag: 'input', attributes: { type: 'text', name: 'subject' }, label: 'Subject' },
  { kind: 'try_it_field_search', tag: 'input', attributes: { type: 'search' }, label: 'Search' },
  { kind: 'try_it_field_rich_editor', tag: 'div', attributes: editor },
  {
    kind: 'try_it_field_no_spelling',
    tag: 'div',
    attributes: { ...editor, spellcheck: 'false', 'aria-label': 'Message Body', 'aria-multiline': 'true' },
  },
  { kind: 'try_it_field_autocomplete_off', tag: 'textarea', attributes: { autocomplete: 'off' }, label: 'Comment' },
  {
    kind: 'try_it_field_autocomplete_unknown',
    tag: 'textarea',
    attributes: { autocomplete: 'false' },
    label: 'Answer',
  },
  { kind: 'try_it_field_card_notes', tag: 'textarea', attributes: { name: 'cardNotes' }, label: 'Card notes' },
  {
    kind: 'try_it_field_secretary',
    tag: 'textarea',
    attributes: { name: 'secretary' },
    label: 'Letter to the secretary',
  },
  { kind: 'try_it_field_pin_comment', tag: 'textarea', attributes: { 'aria-label': 'Pin this comment' } },
  { kind: 'try_it_field_compass', tag: 'textarea', attributes: { name: 'compass', id: 'keyboard-case' } },
  { kind: 'try_it_field_subject', language: 'de', tag: 'input', attributes: { name: 'betreff' }, label: 'Betreff' },
  { kind: 'try_it_field_message', language: 'es', tag: 'textarea', label: 'Escribe un mensaje' },
  { kind: 'try_it_field_message', language: 'fr', tag: 'textarea', label: 'Votre message' },
  { kind: 'try_it_field_message', language: 'ja', tag: 'textarea', label: 'メッセージを入力' },
  { kind: 'try_it_field_message', language: 'ar', tag: 'textarea', label: 'اكتب رسالة' },
];

const refused: readonly FieldCase[] = [
  {
    kind: 'try_it_field_password_field',
    tag: 'input',
    attributes: { type: 'password' },
    label: 'Password',
    verdict: 'password',
  },
  { kind: 'try_it_field_number', tag: 'input', attributes: { type: 'number' }, verdict: 'numbers-or-addresses' },
  { kind: 'try_it_field_telephone', tag: 'input', attributes: { type: 'tel' }, verdict: 'numbers-or-addresses' },
  { kind: 'try_it_field_email', tag: 'input', attributes: { type: 'email' }, verdict: 'numbers-or-addresses' },
  { kind: 'try_it_field_url', tag: 'input', attributes: { type: 'url' }, verdict: 'numbers-or-addresses' },
  { kind: 'try_it_field_date', tag: 'input', attributes: { type: 'date' }, verdict: 'numbers-or-addresses' },
  {
    kind: 'try_it_field_number_pad',
    tag: 'input',
    attributes: { inputmode: 'numeric' },
    verdict: 'numbers-or-addresses',
  },
  { kind: 'try_it_field_unknown_type', tag: 'input', attributes: { type: 'checkbox' }, verdict: 'no-writing-field' },
  { kind: 'try_it_field_read_only', tag: 'textarea', attributes: { readonly: '' }, verdict: 'no-writing-field' },
  {
    kind: 'try_it_field_code_autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'one-time-code' },
    verdict: 'personal-data',
  },
  {
    kind: 'try_it_field_card_autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'cc-number' },
    verdict: 'personal-data',
  },
  {
    kind: 'try_it_field_address_autocomplete',
    tag: 'textarea',
    attributes: { autocomplete: 'section-a shipping street-address' },
    verdict: 'personal-data',
  },
  {
    kind: 'try_it_field_new_password_autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'new-password' },
    verdict: 'personal-data',
  },
  { kind: 'try_it_field_codemirror', tag: 'div', attributes: { ...editor, class: 'cm-content' }, verdict: 'code' },
  {
    kind: 'try_it_field_monaco',
    tag: 'textarea',
    attributes: { class: 'inputarea monaco-mouse-cursor-text' },
    inside: [['div', { class: 'monaco-editor vs-dark' }]],
    verdict: 'code',
  },
  { kind: 'try_it_field_ace', tag: 'textarea', attributes: { class: 'ace_text-input' }, verdict: 'code' },
  { kind: 'try_it_field_terminal', tag: 'textarea', attributes: { class: 'xterm-helper-textarea' }, verdict: 'code' },
  {
    kind: 'try_it_field_code_role',
    tag: 'div',
    attributes: { ...editor, 'aria-roledescription': 'code editor' },
    verdict: 'code',
  },
  { kind: 'try_it_field_code_block', tag: 'div', attributes: editor, inside: [['pre', {}]], verdict: 'code' },
  {
    kind: 'try_it_field_kept_out',
    tag: 'textarea',
    attributes: { 'data-donor-ignore': '' },
    verdict: 'opted-out',
  },
  {
    kind: 'try_it_field_inside_kept_out',
    tag: 'textarea',
    inside: [
      ['section', { 'data-donor-ignore': '' }],
      ['form', {}],
    ],
    verdict: 'opted-out',
  },
];

/** Fields known by a name alone, with the language that the name is in. */
const named: readonly (readonly [kind: FieldKind, field: Omit<FieldCase, 'kind' | 'verdict'>])[] = [
  ['try_it_field_recovery_phrase', { tag: 'textarea', label: 'Secret recovery phrase' }],
  ['try_it_field_seed_phrase', { tag: 'textarea', attributes: { placeholder: 'Enter your 12-word seed phrase' } }],
  ['try_it_field_cvv', { tag: 'input', attributes: { id: 'cvvCode' } }],
  ['try_it_field_pin', { tag: 'input', attributes: { name: 'userPin' } }],
  ['try_it_field_one_time_password', { tag: 'input', attributes: { id: 'otpInput' } }],
  ['try_it_field_address_line', { tag: 'input', attributes: { name: 'shipping_address_line1' } }],
  ['try_it_field_api_key', { tag: 'input', attributes: { name: 'apiKey' }, label: 'API key' }],
  ['try_it_field_security_answer', { tag: 'input', label: 'Answer to your security question' }],
  ['try_it_field_passport', { tag: 'input', label: 'Passport number' }],
  ['try_it_field_account_number', { tag: 'input', attributes: { placeholder: 'IBAN' } }],
  ['try_it_field_password', { language: 'de', tag: 'input', label: 'Kennwort' }],
  ['try_it_field_card_number', { language: 'de', tag: 'input', label: 'Kartennummer' }],
  ['try_it_field_postcode', { language: 'de', tag: 'input', attributes: { name: 'plz' }, label: 'PLZ' }],
  ['try_it_field_password', { language: 'es', tag: 'input', label: 'Contraseña' }],
  ['try_it_field_verification_code', { language: 'es', tag: 'input', label: 'Código de verificación' }],
  ['try_it_field_password', { language: 'fr', tag: 'input', label: 'Mot de passe' }],
  ['try_it_field_card_number', { language: 'fr', tag: 'input', label: 'Numéro de carte bancaire' }],
  ['try_it_field_tax_number', { language: 'it', tag: 'input', label: 'Codice fiscale' }],
  ['try_it_field_password', { language: 'pt', tag: 'input', attributes: { name: 'senha' } }],
  ['try_it_field_tax_number', { language: 'pt', tag: 'input', label: 'CPF' }],
  ['try_it_field_password', { language: 'nl', tag: 'input', label: 'Wachtwoord' }],
  ['try_it_field_password', { language: 'pl', tag: 'input', label: 'Hasło' }],
  ['try_it_field_password', { language: 'tr', tag: 'input', label: 'Şifre' }],
  ['try_it_field_password', { language: 'ru', tag: 'input', label: 'Пароль' }],
  ['try_it_field_password', { language: 'ja', tag: 'input', label: 'パスワード' }],
  ['try_it_field_code', { language: 'zh', tag: 'input', label: '请输入验证码' }],
  ['try_it_field_password', { language: 'ko', tag: 'input', label: '비밀번호' }],
  ['try_it_field_password', { language: 'ar', tag: 'input', label: 'كلمة المرور' }],
  ['try_it_field_password', { language: 'he', tag: 'input', label: 'סיסמה' }],
  ['try_it_field_card_number', { language: 'hi', tag: 'input', label: 'कार्ड नंबर' }],
  ['try_it_field_recovery_phrase', { language: 'zh', tag: 'textarea', label: '助记词' }],
];

export const fieldCases: readonly FieldCase[] = [
  ...kept.map((field): FieldCase => ({ ...field, verdict: 'kept' })),
  ...refused,
  ...named.map(([kind, field]): FieldCase => ({ kind, ...field, verdict: 'secret-or-personal-name' })),
];

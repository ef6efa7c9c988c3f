import type { RefusalReason } from './refusals.ts';

type Attributes = Readonly<Record<string, string>>;

/** A kind of field, and what the policy makes of it. Tests, docs/capture.md and the try-it page share this table. */
export interface FieldCase {
  /** What kind of field it is, in a few words. */
  readonly kind: string;
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
  { kind: 'Message field', tag: 'textarea', label: 'Message' },
  { kind: 'Line of text', tag: 'input', attributes: { type: 'text', name: 'subject' }, label: 'Subject' },
  { kind: 'Search field', tag: 'input', attributes: { type: 'search' }, label: 'Search' },
  { kind: 'Rich editor', tag: 'div', attributes: editor },
  {
    kind: 'Mail composer that checks no spelling',
    tag: 'div',
    attributes: { ...editor, spellcheck: 'false', 'aria-label': 'Message Body', 'aria-multiline': 'true' },
  },
  { kind: 'Field with autocomplete off', tag: 'textarea', attributes: { autocomplete: 'off' }, label: 'Comment' },
  {
    kind: 'Field with an autocomplete value that means nothing',
    tag: 'textarea',
    attributes: { autocomplete: 'false' },
    label: 'Answer',
  },
  { kind: '“Card notes”', tag: 'textarea', attributes: { name: 'cardNotes' }, label: 'Card notes' },
  { kind: '“secretary”', tag: 'textarea', attributes: { name: 'secretary' }, label: 'Letter to the secretary' },
  { kind: '“Pin this comment”', tag: 'textarea', attributes: { 'aria-label': 'Pin this comment' } },
  { kind: '“compass”, “keyboard”', tag: 'textarea', attributes: { name: 'compass', id: 'keyboard-case' } },
  { kind: 'Subject in German', tag: 'input', attributes: { name: 'betreff' }, label: 'Betreff' },
  { kind: 'Message in Spanish', tag: 'textarea', label: 'Escribe un mensaje' },
  { kind: 'Message in French', tag: 'textarea', label: 'Votre message' },
  { kind: 'Message in Japanese', tag: 'textarea', label: 'メッセージを入力' },
  { kind: 'Message in Arabic', tag: 'textarea', label: 'اكتب رسالة' },
];

const refused: readonly FieldCase[] = [
  { kind: 'Password field', tag: 'input', attributes: { type: 'password' }, label: 'Password', verdict: 'password' },
  { kind: 'Field for a number', tag: 'input', attributes: { type: 'number' }, verdict: 'numbers-or-addresses' },
  { kind: 'Field for a telephone', tag: 'input', attributes: { type: 'tel' }, verdict: 'numbers-or-addresses' },
  { kind: 'Field for an e-mail address', tag: 'input', attributes: { type: 'email' }, verdict: 'numbers-or-addresses' },
  { kind: 'Field for a web address', tag: 'input', attributes: { type: 'url' }, verdict: 'numbers-or-addresses' },
  { kind: 'Field for a date', tag: 'input', attributes: { type: 'date' }, verdict: 'numbers-or-addresses' },
  { kind: 'Number pad', tag: 'input', attributes: { inputmode: 'numeric' }, verdict: 'numbers-or-addresses' },
  { kind: 'Type of input not known', tag: 'input', attributes: { type: 'checkbox' }, verdict: 'no-writing-field' },
  { kind: 'Field that cannot be changed', tag: 'textarea', attributes: { readonly: '' }, verdict: 'no-writing-field' },
  {
    kind: 'One-time code, by autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'one-time-code' },
    verdict: 'personal-data',
  },
  {
    kind: 'Card number, by autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'cc-number' },
    verdict: 'personal-data',
  },
  {
    kind: 'Address, by autocomplete',
    tag: 'textarea',
    attributes: { autocomplete: 'section-a shipping street-address' },
    verdict: 'personal-data',
  },
  {
    kind: 'New password, by autocomplete',
    tag: 'input',
    attributes: { autocomplete: 'new-password' },
    verdict: 'personal-data',
  },
  { kind: 'Code editor, CodeMirror', tag: 'div', attributes: { ...editor, class: 'cm-content' }, verdict: 'code' },
  {
    kind: 'Code editor, Monaco',
    tag: 'textarea',
    attributes: { class: 'inputarea monaco-mouse-cursor-text' },
    inside: [['div', { class: 'monaco-editor vs-dark' }]],
    verdict: 'code',
  },
  { kind: 'Code editor, Ace', tag: 'textarea', attributes: { class: 'ace_text-input' }, verdict: 'code' },
  { kind: 'Terminal', tag: 'textarea', attributes: { class: 'xterm-helper-textarea' }, verdict: 'code' },
  {
    kind: 'Editor that calls itself one for code',
    tag: 'div',
    attributes: { ...editor, 'aria-roledescription': 'code editor' },
    verdict: 'code',
  },
  { kind: 'Code block in a rich editor', tag: 'div', attributes: editor, inside: [['pre', {}]], verdict: 'code' },
  {
    kind: 'Part that the page keeps out',
    tag: 'textarea',
    attributes: { 'data-donor-ignore': '' },
    verdict: 'opted-out',
  },
  {
    kind: 'Field inside a part that the page keeps out',
    tag: 'textarea',
    inside: [
      ['section', { 'data-donor-ignore': '' }],
      ['form', {}],
    ],
    verdict: 'opted-out',
  },
];

/** Fields known by a name alone, with the language that the name is in. */
const named: readonly (readonly [kind: string, field: Pick<FieldCase, 'tag' | 'attributes' | 'label'>])[] = [
  ['Recovery phrase', { tag: 'textarea', label: 'Secret recovery phrase' }],
  ['Seed phrase', { tag: 'textarea', attributes: { placeholder: 'Enter your 12-word seed phrase' } }],
  ['CVV, by its id', { tag: 'input', attributes: { id: 'cvvCode' } }],
  ['PIN, by its name', { tag: 'input', attributes: { name: 'userPin' } }],
  ['One-time password, by its id', { tag: 'input', attributes: { id: 'otpInput' } }],
  ['Address line, by its name', { tag: 'input', attributes: { name: 'shipping_address_line1' } }],
  ['API key', { tag: 'input', attributes: { name: 'apiKey' }, label: 'API key' }],
  ['Security answer', { tag: 'input', label: 'Answer to your security question' }],
  ['Passport number', { tag: 'input', label: 'Passport number' }],
  ['Account number', { tag: 'input', attributes: { placeholder: 'IBAN' } }],
  ['Password, German', { tag: 'input', label: 'Kennwort' }],
  ['Card number, German', { tag: 'input', label: 'Kartennummer' }],
  ['Postcode, German', { tag: 'input', attributes: { name: 'plz' }, label: 'PLZ' }],
  ['Password, Spanish', { tag: 'input', label: 'Contraseña' }],
  ['Verification code, Spanish', { tag: 'input', label: 'Código de verificación' }],
  ['Password, French', { tag: 'input', label: 'Mot de passe' }],
  ['Card number, French', { tag: 'input', label: 'Numéro de carte bancaire' }],
  ['Tax number, Italian', { tag: 'input', label: 'Codice fiscale' }],
  ['Password, Portuguese', { tag: 'input', attributes: { name: 'senha' } }],
  ['Tax number, Portuguese', { tag: 'input', label: 'CPF' }],
  ['Password, Dutch', { tag: 'input', label: 'Wachtwoord' }],
  ['Password, Polish', { tag: 'input', label: 'Hasło' }],
  ['Password, Turkish', { tag: 'input', label: 'Şifre' }],
  ['Password, Russian', { tag: 'input', label: 'Пароль' }],
  ['Password, Japanese', { tag: 'input', label: 'パスワード' }],
  ['Code, Chinese', { tag: 'input', label: '请输入验证码' }],
  ['Password, Korean', { tag: 'input', label: '비밀번호' }],
  ['Password, Arabic', { tag: 'input', label: 'كلمة المرور' }],
  ['Password, Hebrew', { tag: 'input', label: 'סיסמה' }],
  ['Card number, Hindi', { tag: 'input', label: 'कार्ड नंबर' }],
  ['Recovery phrase, Chinese', { tag: 'textarea', label: '助记词' }],
];

export const fieldCases: readonly FieldCase[] = [
  ...kept.map((field): FieldCase => ({ ...field, verdict: 'kept' })),
  ...refused,
  ...named.map(([kind, field]): FieldCase => ({ kind, ...field, verdict: 'secret-or-personal-name' })),
];

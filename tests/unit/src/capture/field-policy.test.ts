import { describe, expect, it, test } from 'vitest';
import { type FieldCase, fieldCases } from '../../../../src/capture/field-cases.ts';
import { type ElementFacts, type FieldFacts, judgeField, refusalAround } from '../../../../src/capture/field-policy.ts';
import { identifierNamesSecret, labelNamesSecret, nameWords } from '../../../../src/capture/field-words.ts';
import { notKeptInWords, notKeptKeys } from '../../../../src/pages/words/reasons.ts';

type Attributes = Readonly<Record<string, string>>;

const element = (localName: string, attributes: Attributes = {}): ElementFacts => ({
  localName,
  attribute: (name) => attributes[name] ?? null,
});

function facts({ tag, attributes = {}, label, inside = [] }: Omit<FieldCase, 'kind' | 'verdict'>): FieldFacts {
  const self = element(tag, attributes);
  return {
    ...self,
    editable: 'contenteditable' in attributes,
    masked: false,
    labels: label === undefined ? [] : [label],
    around: [self, ...inside.toReversed().map(([name, theirs]) => element(name, theirs)), element('body')],
  };
}
const verdictOn = (field: FieldFacts): string => {
  const verdict = judgeField(field);
  return verdict.kept ? 'kept' : verdict.reason;
};

test('the table has many kinds of fields, each once', () => {
  expect(fieldCases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(fieldCases.map(({ kind, language }) => `${kind} ${language}`)).size).toBe(fieldCases.length);
});

test.for(fieldCases)('$kind: $verdict', ({ verdict, ...field }) => {
  expect(verdictOn(facts(field))).toBe(verdict);
});

test('every refusal has its own sentence', () => {
  const sentences = Object.keys(notKeptKeys).map(notKeptInWords);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

describe('a field', () => {
  it('is refused when it shows dots', () => {
    expect(verdictOn({ ...facts({ tag: 'input' }), masked: true })).toBe('masked');
  });

  it.each<[string, Attributes, string]>([
    ['input', { type: 'Password ' }, 'password'],
    ['input', { type: 'SEARCH' }, 'kept'],
    ['input', { type: 'something-new' }, 'no-writing-field'],
    ['textarea', { disabled: '' }, 'no-writing-field'],
    ['textarea', { type: 'password' }, 'kept'],
    ['textarea', { type: 'number' }, 'kept'],
    ['div', { contenteditable: 'true', role: 'code' }, 'code'],
    ['input', { type: 'password', 'data-donor-ignore': '' }, 'opted-out'],
    ['input', { type: 'number', class: 'ace_editor' }, 'numbers-or-addresses'],
    ['div', {}, 'no-writing-field'],
    ['input', { autocomplete: 'NAME' }, 'personal-data'],
    ['input', { autocomplete: 'on' }, 'kept'],
    ['textarea', { class: 'editor cm_like codemirrored' }, 'kept'],
    ['textarea', { class: 'box npm__react-simple-code-editor__textarea' }, 'code'],
  ])('%s %j: %s', (tag, attributes, verdict) => {
    const field = { ...facts({ tag: tag as FieldCase['tag'], attributes }) };
    expect(verdictOn(field)).toBe(verdict);
  });

  it('is judged by what stands around its caret', () => {
    const { around } = facts({ tag: 'div', attributes: { contenteditable: 'true' } });
    expect(refusalAround(around)).toBeUndefined();
    expect(refusalAround([element('code'), ...around])).toBe('code');
    expect(refusalAround([element('span', { 'data-donor-ignore': 'false' }), ...around])).toBe('opted-out');
  });
});

describe('names', () => {
  it.each([
    ['userPin2', ['user', 'pin']],
    ['shipping_address_line1', ['shipping', 'address', 'line']],
    ['Contraseña', ['contrasena']],
    ['Straße', ['strasse']],
    ['SSN-Field', ['ssn', 'field']],
    ['pin12', ['pin']],
    ['a1', ['a1']],
    ['abc12def', ['abc12def']],
    ['…', []],
  ])('%s is %j', (name, words) => expect(nameWords(name)).toEqual(words));

  it.each([
    'Pass the salt',
    'Write an email',
    'Tell us your secret',
    'A token of love',
    'Describe the city',
    'Das Ort-Thema',
  ])('a label may say %j', (label) => expect(labelNamesSecret(label)).toBe(false));
  it.each(['Your PIN', 'Enter the code: OTP', 'E-mail', 'Bitte Passwort wiederholen', 'Address'])(
    'a label may not say %j',
    (label) => expect(labelNamesSecret(label)).toBe(true),
  );
  it('are read up to 300 characters', () => {
    expect(labelNamesSecret(`${'a '.repeat(146)}password`)).toBe(true);
    expect(labelNamesSecret(`${'a '.repeat(150)}password`)).toBe(false);
  });
  it.each(['pin', 'login-token', 'clientSecret', 'zip', 'homePhone', 'passwd2'])('an id may not be %j', (id) =>
    expect(identifierNamesSecret(id)).toBe(true),
  );
  it.each(['pinboard', 'message', 'secretary', 'cardNotes', 'addressee', 'expression'])('an id may be %j', (id) =>
    expect(identifierNamesSecret(id)).toBe(false),
  );
});

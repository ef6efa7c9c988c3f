import { identifierNamesSecret, labelNamesSecret } from './field-words.ts';
import type { RefusalReason } from './refusals.ts';

/** What the policy needs to know of an element. */
export interface ElementFacts {
  readonly localName: string;
  attribute(name: string): string | null;
}

/** What the policy needs to know of a field; `field-facts.ts` reads it from a page. */
export interface FieldFacts extends ElementFacts {
  readonly editable: boolean;
  /** Shows dots instead of letters. */
  readonly masked: boolean;
  /** Texts of the labels that the page gives it. */
  readonly labels: readonly string[];
  /** The field itself and everything around it, out of shadow trees too. */
  readonly around: readonly ElementFacts[];
}

export type FieldVerdict = { readonly kept: true } | { readonly kept: false; readonly reason: RefusalReason };

/** Inputs in which people write; every other type holds data. */
const writingInputs = new Set(['', 'text', 'search']);
const dataInputs = new Set('number tel email url date time datetime-local month week'.split(' '));

/** Keyboards that a page asks for when it wants numbers and addresses, not words. */
const dataKeyboards = new Set(['numeric', 'decimal', 'tel', 'email', 'url']);

/**
 * Names of personal, payment and one-time data in `autocomplete` (HTML Standard, 4.10.18.7). Any other value says
 * nothing.
 */
const personalData = new Set(
  `name honorific-prefix given-name additional-name family-name honorific-suffix nickname username new-password
  current-password one-time-code organization-title organization street-address address-line1 address-line2
  address-line3 address-level4 address-level3 address-level2 address-level1 country country-name postal-code cc-name
  cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type
  transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url photo tel tel-country-code
  tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email impp shipping billing
  webauthn`.split(/\s+/),
);

/** Editors for code, configuration and terminals, by their class. */
const codeClass =
  /(?:^|\s)(?:CodeMirror|cm-editor|cm-content|monaco-editor|inputarea|ace_editor|ace_text-input|jp-(?:CodeCell|CodeMirrorEditor|InputArea)|xterm|xterm-helper-textarea|codejar|prism-code-editor|pce-textarea|w-tc-editor|npm__react-simple-code-editor)(?:$|\s|(?<=\w)(?:__|-))/;

/** Set by a page on a field, or around it, to keep it out. */
export const optOutAttribute = 'data-donor-ignore';

/**
 * Judges a field by what it is (P7). Says nothing about what stands in it, and nothing about what it once was: see
 * `password-fields.ts`. docs/capture.md shows the cases.
 */
export function judgeField(field: FieldFacts): FieldVerdict {
  const reason = reasonAgainst(field);
  return reason === undefined ? { kept: true } : { kept: false, reason };
}

/**
 * Judges a part of a field by what stands around it, such as the place of the caret in an editor: a code block, or a
 * part that the page keeps out.
 */
export function refusalAround(around: readonly ElementFacts[]): RefusalReason | undefined {
  if (around.some(isOptedOut)) return 'opted-out';
  return around.some(isCode) ? 'code' : undefined;
}

function reasonAgainst(field: FieldFacts): RefusalReason | undefined {
  const part = refusalAround(field.around);
  if (part === 'opted-out') return part;
  const type = lowerCase(field, 'type');
  if (field.localName === 'input' && type === 'password') return 'password';
  if (field.localName === 'input' && dataInputs.has(type)) return 'numbers-or-addresses';
  if (!isWritingField(field)) return 'no-writing-field';
  if (part !== undefined) return part;
  const data = lowerCase(field, 'autocomplete').split(/\s+/);
  if (data.some((token) => personalData.has(token))) return 'personal-data';
  if (dataKeyboards.has(lowerCase(field, 'inputmode'))) return 'numbers-or-addresses';
  if (namesSecret(field)) return 'secret-or-personal-name';
  return field.masked ? 'masked' : undefined;
}

function isWritingField(field: FieldFacts): boolean {
  if (field.attribute('readonly') !== null || field.attribute('disabled') !== null) return false;
  if (field.localName === 'textarea') return true;
  if (field.localName === 'input') return writingInputs.has(lowerCase(field, 'type'));
  return field.editable;
}

function namesSecret(field: FieldFacts): boolean {
  const texts = ['placeholder', 'aria-label', 'aria-placeholder', 'title'].map((name) => field.attribute(name) ?? '');
  const identifiers = ['name', 'id'].map((name) => field.attribute(name) ?? '');
  return [...texts, ...field.labels].some(labelNamesSecret) || identifiers.some(identifierNamesSecret);
}

const isOptedOut = (element: ElementFacts): boolean => element.attribute(optOutAttribute) !== null;

const isCode = (element: ElementFacts): boolean =>
  element.localName === 'code' ||
  element.localName === 'pre' ||
  lowerCase(element, 'role') === 'code' ||
  /\b(?:code|terminal|console)\b/.test(lowerCase(element, 'aria-roledescription')) ||
  codeClass.test(element.attribute('class') ?? '');

const lowerCase = (element: ElementFacts, name: string): string => (element.attribute(name) ?? '').trim().toLowerCase();

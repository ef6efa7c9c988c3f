/** What the policy needs of an element; a real one has more, a test need not. */
export interface FieldElement {
  readonly localName: string;
  readonly isContentEditable?: boolean;
  readonly parentNode: unknown;
  getAttribute(name: string): string | null;
}

/** Inputs in which people write; every other type holds data. */
const writingInputs = new Set(['', 'text', 'search']);

/**
 * Any other autofill token names personal, payment or one-time data ("cc-number", "one-time-code", "street-address").
 */
const plainAutocomplete = new Set(['', 'on', 'off']);

/** Keyboards that a page asks for when it wants numbers and addresses, not words. */
const dataKeyboards = new Set(['numeric', 'decimal', 'tel', 'email', 'url']);

/** Names that pages give to fields with secrets, also where the field's type does not say so. */
const secretName =
  /pass(?:wor[dt]|phrase|code|wd)|\bpwd\b|kennwort|mot.?de.?passe|contrase|secret|\botp\b|one.?time|2fa|mfa|\bpin\b|token|api.?key|\bcvv\b|\bcvc\b|card.?n(?:o|um)|\biban\b|\bssn\b|social.?security|security.?(?:code|answer|question)|seed.?phrase|recovery/i;

/** Editors for code, configuration and terminals. */
const codeEditor =
  /(?:^|\s)(?:CodeMirror|cm-editor|cm-content|monaco-editor|ace_editor|ace_text-input|jp-CodeCell|xterm|xterm-helper-textarea|inputarea|codejar|prism-code-editor)(?:[\s-]|$)/;

/** Set by a page on a field, or around it, to keep it out. */
export const optOutAttribute = 'data-donor-ignore';

/** An element and everything around it, out of shadow trees too. */
export function* outwards(element: FieldElement): Generator<FieldElement> {
  let node: unknown = element;
  while (typeof node === 'object' && node !== null) {
    if ('getAttribute' in node) yield node as FieldElement;
    node = 'host' in node && !('getAttribute' in node) ? node.host : (node as { parentNode?: unknown }).parentNode;
  }
}

/**
 * Whether a field, by what it is, may be captured (P7). When in doubt, not. Says nothing about what stands in it, and
 * nothing about what it once was: see `capture.ts` for fields that ever were passwords.
 */
export function mayCapture(field: FieldElement): boolean {
  const around = [...outwards(field)];
  return isWritingField(field) && isPlainText(field) && !around.some(refuses) && !hasSpellcheckOff(around);
}

function isWritingField(field: FieldElement): boolean {
  if (field.getAttribute('readonly') !== null || field.getAttribute('disabled') !== null) return false;
  if (field.localName === 'textarea') return true;
  if (field.localName === 'input') return writingInputs.has(attribute(field, 'type'));
  return field.isContentEditable === true;
}

function isPlainText(field: FieldElement): boolean {
  if (!plainAutocomplete.has(attribute(field, 'autocomplete'))) return false;
  if (dataKeyboards.has(attribute(field, 'inputmode'))) return false;
  const names = ['name', 'id', 'placeholder', 'aria-label', 'title'].map((name) => field.getAttribute(name) ?? '');
  return !names.some((name) => secretName.test(name.replaceAll('_', ' ')));
}

const refuses = (element: FieldElement): boolean =>
  element.getAttribute(optOutAttribute) !== null ||
  element.localName === 'code' ||
  element.localName === 'pre' ||
  codeEditor.test(element.getAttribute('class') ?? '');

/** The nearest attribute counts, as browsers have it; a text that must not be checked for spelling is no prose. */
function hasSpellcheckOff(around: readonly FieldElement[]): boolean {
  const nearest = around.find((element) => element.getAttribute('spellcheck') !== null);
  return nearest !== undefined && attribute(nearest, 'spellcheck') === 'false';
}

const attribute = (element: FieldElement, name: string): string =>
  (element.getAttribute(name) ?? '').trim().toLowerCase();

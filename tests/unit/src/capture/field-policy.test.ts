import { describe, expect, it } from 'vitest';
import { type FieldElement, mayCapture } from '../../../../src/capture/field-policy.ts';

type Attributes = Readonly<Record<string, string>>;

function element(localName: string, attributes: Attributes = {}, parentNode: unknown = null): FieldElement {
  return {
    localName,
    parentNode,
    isContentEditable: 'contenteditable' in attributes,
    getAttribute: (name) => attributes[name] ?? null,
  };
}
const form = element('form', {}, element('body', {}, { nodeType: 9, parentNode: null }));
const inForm = (localName: string, attributes: Attributes = {}) => element(localName, attributes, form);

describe('fields that may be captured', () => {
  it.each<[string, Attributes]>([
    ['textarea', {}],
    ['textarea', { name: 'message', placeholder: 'Write a reply', spellcheck: 'true' }],
    ['textarea', { autocomplete: 'off' }],
    ['input', {}],
    ['input', { type: 'text', name: 'subject' }],
    ['input', { type: 'SEARCH' }],
    ['div', { contenteditable: 'true', role: 'textbox', class: 'editor cm_like' }],
    ['textarea', { name: 'compass', id: 'keyboard', placeholder: 'What is your opinion?' }],
  ])('%s %j', (localName, attributes) => expect(mayCapture(inForm(localName, attributes))).toBe(true));
});

describe('fields that are never captured', () => {
  it.each<[string, Attributes]>([
    ['input', { type: 'password' }],
    ['input', { type: 'Password ' }],
    ['input', { type: 'email' }],
    ['input', { type: 'tel' }],
    ['input', { type: 'number' }],
    ['input', { type: 'url' }],
    ['input', { type: 'hidden' }],
    ['input', { type: 'something-new' }],
    ['input', { autocomplete: 'one-time-code' }],
    ['input', { autocomplete: 'cc-number' }],
    ['input', { autocomplete: 'section-a billing street-address' }],
    ['textarea', { autocomplete: 'shipping address-line1' }],
    ['input', { autocomplete: 'current-password' }],
    ['input', { autocomplete: 'NAME' }],
    ['input', { inputmode: 'numeric' }],
    ['input', { name: 'user_password' }],
    ['input', { id: 'passwd2' }],
    ['input', { placeholder: 'Your passphrase' }],
    ['input', { 'aria-label': 'Security code' }],
    ['input', { name: 'otp' }],
    ['input', { name: 'pin' }],
    ['input', { name: 'apiKey' }],
    ['input', { name: 'card_number' }],
    ['textarea', { placeholder: 'Seed phrase' }],
    ['textarea', { spellcheck: 'false' }],
    ['textarea', { readonly: '' }],
    ['textarea', { disabled: '' }],
    ['textarea', { 'data-donor-ignore': '' }],
    ['textarea', { class: 'ace_text-input' }],
    ['textarea', { class: 'inputarea monaco-mouse-cursor-text' }],
    ['div', { contenteditable: 'true', class: 'cm-content' }],
    ['div', {}],
    ['select', {}],
    ['button', {}],
  ])('%s %j', (localName, attributes) => expect(mayCapture(inForm(localName, attributes))).toBe(false));

  it.each<[string, Attributes]>([
    ['section', { 'data-donor-ignore': '' }],
    ['div', { class: 'box monaco-editor vs-dark' }],
    ['div', { class: 'CodeMirror CodeMirror-wrap' }],
    ['div', { spellcheck: 'false' }],
    ['pre', {}],
    ['code', {}],
  ])('a textarea inside %s %j', (localName, attributes) => {
    const around = element(localName, attributes, form);
    expect(mayCapture(element('textarea', {}, element('p', {}, around)))).toBe(false);
  });

  it('a field in a shadow tree whose host was opted out', () => {
    const host = element('chat-box', { 'data-donor-ignore': '' }, form);
    const shadowRoot = { nodeType: 11, parentNode: null, host };
    expect(mayCapture(element('textarea', {}, shadowRoot))).toBe(false);
    const open = { nodeType: 11, parentNode: null, host: element('chat-box', {}, form) };
    expect(mayCapture(element('textarea', {}, open))).toBe(true);
  });

  it('takes the nearest spellcheck attribute', () => {
    const off = element('div', { spellcheck: 'false' }, form);
    expect(mayCapture(element('textarea', { spellcheck: 'true' }, off))).toBe(true);
  });
});

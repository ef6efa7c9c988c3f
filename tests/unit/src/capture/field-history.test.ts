import { describe, expect, it } from 'vitest';
import { editOf, FieldHistory } from '../../../../src/capture/field-history.ts';

/** A field with a volunteer, a page and a clipboard around it. */
function field(initial = '') {
  let fields = 0;
  const history = new FieldHistory(() => `field-${fields++}`);
  let value = initial;
  history.see(value);
  return {
    history,
    type(text: string) {
      for (const data of text) {
        history.announce(value, 'typing', data);
        value += data;
        history.edited(value, 'typing');
      }
    },
    /** As rich editors do: they prevent the browser's own edit and enter the text by themselves. */
    typeInEditor(text: string) {
      for (const data of text) {
        history.announce(value, 'typing', data);
        value += data;
      }
    },
    paste(text: string) {
      history.announce(value, 'foreign', null);
      value += text;
      history.edited(value, 'foreign');
    },
    remove(count: number) {
      history.announce(value, 'neutral', null);
      value = value.slice(0, -count);
      history.edited(value, 'neutral');
    },
    setByPage(text: string) {
      value = text;
    },
    text: () => history.typedText(value),
  };
}

describe('edits', () => {
  it.each(['insertText', 'insertCompositionText', 'insertLineBreak'])('%s is typing', (type) =>
    expect(editOf(type)).toBe('typing'),
  );
  it.each(['deleteContentBackward', 'historyUndo', 'formatBold'])('%s adds nothing', (type) =>
    expect(editOf(type)).toBe('neutral'),
  );
  it.each(['insertFromPaste', 'insertFromDrop', 'insertReplacementText', 'insertSomethingNew', '', undefined])(
    '%s is foreign',
    (type) => expect(editOf(type)).toBe('foreign'),
  );
});

describe('the text of a field', () => {
  it('is what was typed', () => {
    const it = field();
    it.type('see you on Monday');
    expect(it.text()).toBe('see you on Monday');
    it.remove(6);
    it.type('Friday');
    expect(it.text()).toBe('see you on Friday');
  });

  it('is nothing when it was only pasted', () => {
    const it = field();
    it.paste('words that somebody else has written');
    expect(it.text()).toBeUndefined();
    it.type(' ok');
    expect(it.text()).toBeUndefined();
  });

  it('is nothing when many small pieces were pasted', () => {
    const it = field();
    for (const piece of ['four ', 'tiny ', 'bits ', 'here ']) it.paste(piece);
    it.type('x');
    expect(it.text()).toBeUndefined();
  });

  it('is without what stood there before', () => {
    const it = field('Dear Ann, thank you for your order.');
    expect(it.text()).toBeUndefined();
    it.type(' It was late again.');
    expect(it.text()).toBe('It was late again.');
  });

  it('is without what the page puts in later', () => {
    const it = field();
    it.type('I would rather ');
    it.setByPage('I would rather have a meeting on Thursday');
    it.type(' not come');
    expect(it.text()).toBe('I would rather \n not come');
  });

  it('is what was typed in editors that enter text by themselves', () => {
    const it = field();
    it.typeInEditor('see you on Monday');
    expect(it.text()).toBe('see you on Monday');
  });

  it('gets a new name when the page empties the field, as after sending', () => {
    const it = field();
    it.type('see you on Monday');
    expect(it.history.field).toBe('field-0');
    it.setByPage('');
    it.type('and bring the cake');
    expect(it.history.field).toBe('field-1');
    expect(it.text()).toBe('and bring the cake');
  });

  it('keeps its name when its user deletes and writes anew', () => {
    const it = field();
    it.type('see you on Monday');
    it.remove(17);
    it.type('I cannot come after all');
    expect(it.history.field).toBe('field-0');
    expect(it.text()).toBe('I cannot come after all');
  });
});

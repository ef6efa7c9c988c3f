import { type Announcement, announcementOf, type Place } from '../../../../src/capture/announcement.ts';
import { FieldModel } from '../../../../src/capture/field-model.ts';
import { ownWords } from '../../../../src/capture/own-words.ts';

/** A field with a volunteer, a page, an editor and a clipboard around it; the caret follows every edit. */
export class EditedField {
  readonly model: FieldModel;
  text: string;
  start: number;
  end: number;

  constructor(initial = '') {
    let fields = 0;
    this.model = new FieldModel(() => `field-${fields++}`, initial);
    this.text = initial;
    this.start = initial.length;
    this.end = initial.length;
  }

  get place(): Place {
    return { start: this.start, end: this.end, breaks: 0 };
  }

  get own(): string | undefined {
    return ownWords(this.model.content);
  }

  /** One letter for each character: `t`yped, `f`oreign, `u`nknown. */
  get marks(): string {
    return this.model.content.marks;
  }

  select(start: number, end = start): this {
    this.start = start;
    this.end = end;
    return this;
  }

  selectText(part: string): this {
    const start = this.text.indexOf(part);
    return this.select(start, start + part.length);
  }

  announce(inputType: string, data: string | null = null): this {
    return this.announced(announcementOf(inputType, data, this.place));
  }

  announced(announcement: Announcement): this {
    this.model.announce(this.text, announcement);
    return this;
  }

  /** Anything changes the text from the selection on, without an event. */
  put(piece: string): this {
    this.text = this.text.slice(0, this.start) + piece + this.text.slice(this.end);
    return this.select(this.start + piece.length);
  }

  /** An input event, or a look in between. */
  see(): this {
    this.model.see(this.text);
    return this;
  }

  type(text: string): this {
    for (const data of text) {
      if (data === '\n') this.announce('insertLineBreak').put('\n').see();
      else this.announce('insertText', data).put(data).see();
    }
    return this;
  }

  /** As rich editors do: they prevent the browser's own edit and enter the text by themselves, later. */
  typeInEditor(text: string): this {
    for (const data of text) this.announce('insertText', data).put(data);
    return this;
  }

  /** Each step replaces what was composed before. */
  compose(...steps: readonly string[]): this {
    let composed = this.text.slice(this.start, this.end);
    for (const data of steps) {
      this.announce('insertCompositionText', data);
      this.select(this.end - composed.length, this.end)
        .put(data)
        .see();
      composed = data;
    }
    return this;
  }

  paste(text: string): this {
    return this.announce('insertFromPaste', text).put(text).see();
  }

  backspace(count = 1): this {
    for (let i = 0; i < count; i++) {
      this.announce('deleteContentBackward');
      if (this.start === this.end) this.select(Math.max(0, this.start - 1), this.end);
      this.put('').see();
    }
    return this;
  }

  undoTo(text: string): this {
    this.announce('historyUndo');
    return this.setByPage(text).see();
  }

  setByPage(text: string): this {
    this.text = text;
    return this.select(text.length);
  }
}

import type { Announcement } from './announcement.ts';
import { EditorText } from './editor-text.ts';
import { FieldModel } from './field-model.ts';
import { blockAround, type Points, type Reading, readTextField } from './field-text.ts';

/** A text field, an editor, or a paragraph of an editor that is too long to be followed as a whole. */
export interface FollowedField {
  /** Judged by the policy, and what events are about. */
  readonly host: HTMLElement;
  /** What is read; the host itself or a block in it. */
  readonly unit: HTMLElement;
  readonly model: FieldModel;
  /** Names of the drafts that were handed over from here, and the text of the last one. */
  readonly kept: Map<string, string>;
  /** Names of texts in which a secret was found. */
  readonly secret: Set<string>;
}

/** All fields that were typed in since capture began. */
export class FollowedFields {
  #followed = new WeakMap<Element, FollowedField>();
  /** Editors and fields that were too long when they were last looked at as a whole. */
  #long = new WeakSet<Element>();
  /** The editor that was read last, or the part of it. */
  #reader: { readonly unit: Element; readonly text: EditorText } | undefined;

  /** Measures a field anew when it is asked for next. */
  remeasure(host: Element): void {
    this.#long.delete(host);
  }

  get(unit: Element): FollowedField | undefined {
    return this.#followed.get(unit);
  }

  /**
   * The field that an event is about, with what was announced for it.
   *
   * @returns undefined when the text is too long
   */
  announce(host: HTMLElement, points: Points | undefined, announcement: (place: Reading['place']) => Announcement) {
    const found = this.#readPart(host, points);
    if (!found) return undefined;
    const { unit, reading } = found;
    const followed = this.#followed.get(unit) ?? follow(host, unit, reading.text);
    this.#followed.set(unit, followed);
    followed.model.announce(reading.text, announcement(reading.place));
    return followed;
  }

  /** @returns undefined when the text is too long */
  read(unit: HTMLElement, points?: Points): Reading | undefined {
    if (unit instanceof HTMLTextAreaElement || unit instanceof HTMLInputElement) return readTextField(unit);
    if (this.#reader?.unit !== unit) {
      this.forget();
      this.#reader = { unit, text: new EditorText(unit) };
    }
    return this.#reader.text.read(points);
  }

  /** Watches nothing until something is read again. */
  forget(): void {
    this.#reader?.text.forget();
    this.#reader = undefined;
  }

  #readPart(host: HTMLElement, points: Points | undefined): { unit: HTMLElement; reading: Reading } | undefined {
    if (!this.#long.has(host)) {
      const reading = this.read(host, points);
      if (reading) return { unit: host, reading };
      this.#long.add(host);
    }
    const unit = points && blockAround(points.startContainer, host);
    const reading = unit instanceof HTMLElement ? this.read(unit, points) : undefined;
    return reading && { unit: unit as HTMLElement, reading };
  }
}

const follow = (host: HTMLElement, unit: HTMLElement, text: string): FollowedField => ({
  host,
  unit,
  model: new FieldModel(() => crypto.randomUUID(), text),
  kept: new Map(),
  secret: new Set(),
});

import type { Announcement } from './announcement.ts';
import { DeletedTexts } from './deleted-texts.ts';
import {
  type Change,
  changeBetween,
  isTyped,
  type MarkedText,
  marked,
  sizeOf,
  sliced,
  spliced,
  typedLength,
} from './marked-text.ts';

/** A correction may be so many times as long as what it corrects, and a little longer; beyond, it is a completion. */
const correctionGrowth = 1.5;
const correctionSlack = 3;

/** When more than this part of a typed text goes at once, another text begins. */
const mostOf = 0.5;

type Typing = Extract<Announcement, { data: string }>;

/**
 * Where the text of one field came from, character by character. It knows nothing of a page: it is told what a trusted
 * event announced, and what the text is now. A character is *typed* only if the announcement right before had it in its
 * data and at its place, and no more of them than the data has; or if an undo brings it back after it was typed (P7).
 * Everything else that appears is foreign.
 */
export class FieldModel {
  /** Names the text in this field; a new text in the same field gets a new name. */
  field: string;
  #content: MarkedText;
  #announced: Announcement = { kind: 'other' };
  /** What an input method is composing, as it stands in the text; undefined once anything else is announced. */
  #composed: { start: number; text: string } | undefined;
  readonly #deleted = new DeletedTexts();
  #typed = 0;
  /** The most typed characters that this text ever had. */
  #mostTyped = 0;
  #lostTyped = 0;
  #gainedTyped = 0;
  #startsAnew = false;
  #emptiedByUser = false;
  readonly #newField: () => string;

  /** @param text stands in the field already, and nobody knows who wrote it */
  constructor(newField: () => string, text: string) {
    this.#newField = newField;
    this.field = newField();
    this.#content = marked(text, 'unknown');
  }

  get content(): MarkedText {
    return this.#content;
  }

  /** Whether typed text went last by a deletion of the volunteer, and not because the page took it away. */
  get emptiedByUser(): boolean {
    return this.#emptiedByUser;
  }

  /** What a trusted event is about to do to the field, which holds `text` now. */
  announce(text: string, announcement: Announcement): void {
    this.see(text);
    if (announcement.kind !== 'composition') this.#composed = undefined;
    this.#announced = announcement;
  }

  /** As `see`; what was announced and has not happened by now will not happen any more. */
  settle(text: string): void {
    this.see(text);
    this.#announced = { kind: 'other' };
  }

  /** The text of the field is `text` now, whoever changed it. */
  see(text: string): void {
    if (text === this.#content.text) return;
    const announced = this.#announced;
    const composing = announced.kind === 'composition' ? (this.#composed?.text.length ?? 0) : 0;
    this.#lostTyped = 0;
    this.#gainedTyped = 0;
    if (announced.kind === 'history') this.#undo(text);
    else if ('data' in announced) this.#type(text, announced);
    else {
      this.#change(changeBetween(this.#content.text, text));
      this.#announced = { kind: 'other' };
    }
    if (this.#lostTyped > 0) this.#emptiedByUser = announced.kind === 'deletion' || announced.kind === 'history';
    if (announced.kind === 'history') this.#startsAnew = false;
    else if (this.#lostTyped > Math.max(mostOf * this.#mostTyped, composing)) this.#startsAnew = true;
    if (this.#startsAnew && this.#gainedTyped > 0) {
      this.#startsAnew = false;
      this.field = this.#newField();
      this.#mostTyped = 0;
    }
    this.#mostTyped = Math.max(this.#mostTyped, this.#typed);
  }

  /** Applies what was announced, if it happened; what is left of the difference was done by the page. */
  #type(text: string, announced: Typing): void {
    const before = this.#content.text;
    const direct = changeBetween(before, text);
    const [likeliest] = this.#expected(announced)
      .map((own) => {
        const rest = changeBetween(before.slice(0, own.start) + own.inserted + before.slice(own.end), text);
        return { own, rest, size: sizeOf(rest) };
      })
      .sort((a, b) => a.size - b.size);
    if (likeliest && likeliest.size < sizeOf(direct)) {
      this.#applyOwn(likeliest.own, announced);
      this.#change(likeliest.rest);
      return;
    }
    if (announced.kind === 'composition' && readsAt(text, direct, announced.data)) {
      this.#change(direct, 'typed');
      this.#announced = { kind: 'other' };
    } else {
      this.#change(direct);
      this.#announced = moved(announced, direct);
    }
  }

  /** The changes that an announcement may mean, the likeliest first. */
  #expected({ data, start, end, breaks }: Typing): Change[] {
    const changes: Change[] = [];
    const composed = this.#composed;
    if (composed && this.#content.text.startsWith(composed.text, composed.start)) {
      changes.push({ start: composed.start, end: composed.start + composed.text.length, inserted: data });
    }
    changes.push({ start, end, inserted: data });
    // The first character of an empty line brings the line breaks before it along.
    const lines = '\n'.repeat(breaks);
    if (breaks > 0) changes.push({ start, end, inserted: lines + data });
    if (breaks > 0 && start === end && this.#content.text.startsWith(lines, start)) {
      changes.push({ start: start + breaks, end: start + breaks, inserted: data });
    }
    return changes;
  }

  /** What stays the same under a composition or a correction keeps its marks, whoever wrote it. */
  #applyOwn(own: Change, announced: Typing): void {
    const old = sliced(this.#content, own.start, own.end);
    const source = announced.kind !== 'correction' || isCorrection(old, own.inserted) ? 'typed' : 'foreign';
    const inner =
      announced.kind === 'insertion'
        ? { start: 0, end: old.text.length, inserted: own.inserted }
        : changeBetween(old.text, own.inserted);
    this.#change({ start: own.start + inner.start, end: own.start + inner.end, inserted: inner.inserted }, source);
    this.#announced = { kind: 'other' };
    if (announced.kind === 'composition') this.#composed = { start: own.start, text: own.inserted };
  }

  #undo(text: string): void {
    const change = changeBetween(this.#content.text, text);
    this.#replace(change, this.#deleted.find(change.inserted) ?? marked(change.inserted, 'foreign'));
    this.#announced = { kind: 'other' };
  }

  #change(change: Change, source: 'typed' | 'foreign' = 'foreign'): void {
    this.#replace(change, marked(change.inserted, source));
  }

  #replace({ start, end }: Change, piece: MarkedText): void {
    const gone = sliced(this.#content, start, end);
    this.#deleted.add(gone, start);
    this.#content = spliced(this.#content, start, end, piece);
    const [lost, gained] = [typedLength(gone), typedLength(piece)];
    this.#lostTyped += lost;
    this.#gainedTyped += gained;
    this.#typed += gained - lost;
  }
}

/** Whether a correction is one: a typed piece gives way to one of about the same length. */
const isCorrection = (old: MarkedText, by: string): boolean =>
  old.text !== '' && isTyped(old) && by.length <= correctionGrowth * old.text.length + correctionSlack;

/** Whether `data` can be read in `text` so that all that a change put there lies within it. */
function readsAt(text: string, { start, inserted }: Change, data: string): boolean {
  if (inserted === '') return false;
  for (let at = Math.max(0, start + inserted.length - data.length); at <= start; at++) {
    if (text.startsWith(data, at)) return true;
  }
  return false;
}

/** What was announced, after a change that the page made meanwhile; a change at its very place makes it void. */
function moved(announced: Typing, { start, end, inserted }: Change): Announcement {
  if (start >= announced.end && start > announced.start) return announced;
  if (end > announced.start) return { kind: 'other' };
  const by = inserted.length - (end - start);
  return { ...announced, start: announced.start + by, end: announced.end + by };
}

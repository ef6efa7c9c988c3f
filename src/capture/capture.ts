import { announcementOf, announcementOfKey } from './announcement.ts';
import { judgeText } from './draft-verdict.ts';
import { elementsAround, factsOf } from './field-facts.ts';
import { judgeField, refusalAround } from './field-policy.ts';
import { type Points, plainText } from './field-text.ts';
import { type FollowedField, FollowedFields } from './followed-field.ts';
import { watchPasswords } from './password-fields.ts';
import type { RefusalReason } from './refusals.ts';
import { around, isConnected, isEditable } from './safe-dom.ts';

/** Without typing for this long, what stands in a field is a draft. */
const idleMs = 10_000;

/** Where the drafts of a page go. `field` is a random name; a later draft of the same name replaces the earlier one. */
export interface Outlet {
  keep(draft: { readonly field: string; readonly text: string }): void;
  /** Its user is typing in it. */
  typing?(field: string): void;
  /** What was kept under this name turned out secret, refused, or was deleted by its user. */
  retract(field: string): void;
  /** Nothing is kept of a field, and why. */
  refused?(field: string, reason: RefusalReason | 'secret' | 'too-few-words' | 'too-long'): void;
}

export interface Capture {
  /** Captures from here on; whatever stands anywhere at this moment is foreign. */
  begin(): void;
  /** Captures nothing until the next `begin`. */
  pause(): void;
}

/**
 * Watches what the user types on this page and hands over drafts: at blur, submit, leaving the page, or 10 s without
 * typing. Only trusted events count, in open shadow trees too. Starts paused.
 *
 * @param signal stops everything
 */
export function captureDrafts(outlet: Outlet, signal: AbortSignal): Capture {
  let fields: FollowedFields | undefined;
  let edited: FollowedField | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const retract = (from: FollowedField, field: string) => {
    if (from.kept.delete(field)) outlet.retract(field);
  };
  const retractAll = (from: FollowedField) => {
    for (const field of from.kept.keys()) retract(from, field);
  };
  const passwords = watchPasswords(signal, (field) => {
    const followed = fields?.get(field);
    if (followed) retractAll(followed);
  });
  const refusalOf = (field: HTMLElement): RefusalReason | undefined => {
    if (passwords.has(field)) return 'password';
    const verdict = judgeField(factsOf(field));
    return verdict.kept ? undefined : verdict.reason;
  };

  /** @param left the field is being left, by its user or by submitting it */
  const handOver = (left: boolean) => {
    clearTimeout(idle);
    if (!fields || !edited) return;
    const { host, unit, model, kept, secret } = edited;
    // A field that is gone cannot be judged or read again; it was when it was last typed in.
    if (isConnected(unit)) {
      const refusal = refusalOf(host);
      if (refusal !== undefined) {
        retractAll(edited);
        outlet.refused?.(model.field, refusal);
        return;
      }
      const reading = fields.read(unit);
      if (!reading) {
        outlet.refused?.(model.field, 'too-long');
        return;
      }
      model.settle(reading.text);
    }
    const verdict = secret.has(model.field) ? ({ kind: 'secret' } as const) : judgeText(model.content);
    if (verdict.kind === 'secret') {
      // Also without the part that gave it away: the rest of a secret is one.
      secret.add(model.field);
      retract(edited, model.field);
      outlet.refused?.(model.field, 'secret');
    } else if (verdict.kind === 'too-few-words') {
      if (left && model.emptiedByUser) retract(edited, model.field);
      outlet.refused?.(model.field, 'too-few-words');
    } else if (verdict.kind === 'too-long') outlet.refused?.(model.field, 'too-long');
    else if (kept.get(model.field) !== verdict.text) {
      kept.set(model.field, verdict.text);
      outlet.keep({ field: model.field, text: verdict.text });
    }
  };

  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    listener: (event: DocumentEventMap[Name], field: HTMLElement | undefined) => void,
  ) => {
    const onTrusted = (event: DocumentEventMap[Name]) => {
      if (event.isTrusted) listener(event, fieldOf(event));
    };
    document.addEventListener(name, onTrusted, { capture: true, passive: true, signal });
  };

  on('focusin', (_event, field) => {
    if (!field) return;
    passwords.notice(field);
    fields?.remeasure(field);
  });
  on('beforeinput', (event, field) => {
    if (!fields || !field) return;
    if (edited && edited.host !== field) handOver(true);
    const refusal = refusalOf(field);
    if (refusal !== undefined) {
      const followed = fields.get(field);
      if (followed) retractAll(followed);
      outlet.refused?.(followed?.model.field ?? '', refusal);
      return;
    }
    const points = pointsOf(event);
    // A part that is refused inside a field that is not: what is typed there is not read either.
    const refusedPart = points && refusalAround(elementsAround(points.startContainer));
    if (refusedPart !== undefined) {
      outlet.refused?.(fields.get(field)?.model.field ?? '', refusedPart);
      return;
    }
    const followed = fields.announce(field, points, (place) => announcementOf(event.inputType, textOf(event), place));
    if (edited && edited !== followed) handOver(true);
    edited = followed;
    if (edited) outlet.typing?.(edited.model.field);
    clearTimeout(idle);
    idle = setTimeout(handOver, idleMs, false);
  });
  on('input', (_event, field) => {
    if (!edited || edited.host !== field) return;
    const reading = fields?.read(edited.unit);
    if (reading) edited.model.see(reading.text);
  });
  on('keydown', (event, field) => {
    if (!edited || edited.host !== field || event.isComposing) return;
    // Many pages send on Enter and empty the field at once.
    if (event.key === 'Enter') handOver(false);
    // Editors that undo and delete by themselves do so at the key, and there is no other event.
    const announcement = announcementOfKey(event);
    const reading = announcement && fields?.read(edited.unit);
    if (reading) edited.model.announce(reading.text, announcement);
  });
  on('pointerdown', (_event, field) => {
    if (field !== edited?.host) handOver(true);
  });
  on('focusout', () => handOver(true));
  on('submit', () => handOver(true));
  on('visibilitychange', () => handOver(true));
  window.addEventListener('pagehide', () => handOver(true), { capture: true, signal });

  const stop = () => {
    clearTimeout(idle);
    fields?.forget();
    fields = undefined;
    edited = undefined;
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    begin() {
      stop();
      if (!signal.aborted) fields = new FollowedFields();
    },
    pause: stop,
  };
}

/** Browsers tell a correction in a rich editor by what would be dropped there. */
function textOf({ inputType, data, dataTransfer }: InputEvent): string | null {
  const text = data ?? (inputType === 'insertReplacementText' ? dataTransfer?.getData('text/plain') : undefined);
  return text === undefined ? null : plainText(text);
}

/** Where an edit is about to happen in an editor. */
function pointsOf(event: InputEvent): Points | undefined {
  const [target] = event.getTargetRanges();
  if (target) return target;
  const selection = document.getSelection();
  return selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
}

/** The field that an event is about: the innermost target, or the editor around it. */
function fieldOf(event: Event): HTMLElement | undefined {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return undefined;
  if (!isEditable(target)) return target;
  if (document.designMode === 'on') return document.body;
  let host = target;
  for (;;) {
    const parent = around(host);
    if (!(parent instanceof HTMLElement && isEditable(parent))) return host;
    host = parent;
  }
}

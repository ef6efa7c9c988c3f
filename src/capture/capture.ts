import { editOf, FieldHistory } from './field-history.ts';
import { mayCapture } from './field-policy.ts';
import { fieldText, longestText } from './field-text.ts';
import { findSecret } from './secret-scan.ts';

/** Without typing for this long, what stands in a field is a draft. */
const idleMs = 10_000;

/** Where drafts go. */
export interface Outlet {
  /** A draft; `field` is a random name (a UUID) of the text in its field, under which a later edit replaces it. */
  keep(draft: { readonly field: string; readonly text: string }): void;
  /** Takes the draft of a field back. */
  retract(field: string): void;
  /** Why a field that is typed in is not kept, as a word. */
  refused?(field: string, reason: string): void;
}

/** Capturing on one document; it starts paused. */
export interface Capture {
  /** Captures from now on; whatever stands anywhere is foreign. */
  begin(): void;
  /** Captures nothing; what is typed meanwhile is foreign when it begins again. */
  pause(): void;
}

/**
 * Captures what the user types on this page.
 *
 * @param signal stops everything
 */
export function captureDrafts(outlet: Outlet, signal: AbortSignal): Capture {
  const passwords = watchPasswords(signal);
  let epoch = new AbortController();
  const pause = () => epoch.abort();
  signal.addEventListener('abort', pause, { once: true });
  return {
    begin() {
      pause();
      epoch = new AbortController();
      if (!signal.aborted) watchTyping(outlet, passwords, epoch.signal);
    },
    pause,
  };
}

/**
 * Watches what the user types on this page and hands over drafts: at blur, submit, leaving the page, or 10 s without
 * typing. Only trusted events count, in open shadow trees too.
 *
 * @param signal stops everything
 */
function watchTyping(outlet: Outlet, passwords: ReturnType<typeof watchPasswords>, signal: AbortSignal): void {
  const histories = new WeakMap<Element, FieldHistory>();
  const handedOver = new WeakMap<Element, string>();
  let edited: HTMLElement | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const historyOf = (field: Element): FieldHistory => {
    const history = histories.get(field) ?? new FieldHistory(() => crypto.randomUUID());
    histories.set(field, history);
    return history;
  };

  const isRefused = (field: HTMLElement): boolean => passwords.has(field) || !mayCapture(field) || isMasked(field);

  const handOverEdited = () => {
    clearTimeout(idle);
    if (!edited || isRefused(edited)) return;
    const value = fieldText(edited);
    const history = historyOf(edited);
    const text = value.length <= longestText ? history.typedText(value) : undefined;
    if (text === undefined || findSecret(text) !== undefined) return;
    const draft = `${history.field} ${text}`;
    if (handedOver.get(edited) === draft) return;
    handedOver.set(edited, draft);
    outlet.keep({ field: history.field, text });
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
    if (!isRefused(field)) historyOf(field).see(fieldText(field));
  });
  on('beforeinput', (event, field) => {
    if (!field || isRefused(field)) return;
    if (edited !== field) handOverEdited();
    edited = field;
    historyOf(field).announce(fieldText(field), editOf(event.inputType), event.data);
    clearTimeout(idle);
    idle = setTimeout(handOverEdited, idleMs);
  });
  on('input', (event, field) => {
    if (!field || isRefused(field)) return;
    edited = field;
    historyOf(field).edited(fieldText(field), editOf(event instanceof InputEvent ? event.inputType : undefined));
  });
  on('keydown', (event) => {
    // Many pages send on Enter and empty the field at once.
    if (event.key === 'Enter' && !event.isComposing) handOverEdited();
  });
  on('pointerdown', (_event, field) => {
    if (field !== edited) handOverEdited();
  });
  on('focusout', handOverEdited);
  on('submit', handOverEdited);
  on('visibilitychange', handOverEdited);
  window.addEventListener('pagehide', handOverEdited, { capture: true, signal });
  signal.addEventListener('abort', () => clearTimeout(idle), { once: true });
}

/** The field that an event is about: the innermost target, or the editor around it. */
function fieldOf(event: Event): HTMLElement | undefined {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return undefined;
  if (!target.isContentEditable) return target;
  let host = target;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

/** Fields that show dots instead of letters although they are no password fields. */
function isMasked(field: HTMLElement): boolean {
  const security = getComputedStyle(field).getPropertyValue('-webkit-text-security');
  return security !== '' && security !== 'none';
}

/** Remembers every field that is or ever was a password field, also after "show password" made a text field of it. */
function watchPasswords(signal: AbortSignal): { has(field: Element): boolean; notice(field: HTMLElement): void } {
  const seen = new WeakSet<Node>();
  const observer = new MutationObserver((records) => {
    for (const { target, oldValue } of records) if (oldValue?.trim().toLowerCase() === 'password') seen.add(target);
  });
  const observe = (root: Node) =>
    observer.observe(root, { subtree: true, attributeFilter: ['type'], attributeOldValue: true });
  const isPassword = (field: Element) => field instanceof HTMLInputElement && field.type === 'password';
  observe(document);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return {
    has: (field) => seen.has(field) || isPassword(field),
    notice(field) {
      if (isPassword(field)) seen.add(field);
      // Observers do not see into shadow trees by themselves.
      const root = field.getRootNode();
      if (root instanceof ShadowRoot) observe(root);
    },
  };
}

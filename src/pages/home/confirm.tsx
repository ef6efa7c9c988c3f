import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** The second click of a double click must not confirm what the first one asked for. */
const doubleClickMs = 500;

interface Props {
  readonly open: boolean;
  readonly title: ComponentChildren;
  readonly confirm: string;
  readonly cancel: string;
  readonly busy: boolean;
  readonly refusal: string | null;
  readonly children: ComponentChildren;
  onConfirm(): void;
  onCancel(): void;
}

/**
 * A question before something that cannot be undone. It begins at the button that does nothing; Escape means that one
 * too. Afterwards the browser gives the focus back to what opened it.
 */
export function Confirm({ open, title, confirm, cancel, busy, refusal, children, onConfirm, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const harmless = useRef<HTMLButtonElement>(null);
  const [early, setEarly] = useState(true);
  const heading = useId();
  // Closed before whoever opened it moves the focus.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    element.showModal();
    harmless.current?.focus();
    const timer = setTimeout(setEarly, doubleClickMs, false);
    return () => {
      clearTimeout(timer);
      setEarly(true);
      element.close();
    };
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <div class="stack">
        <h2 id={heading}>{title}</h2>
        {children}
        <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
        <div class="actions">
          <button type="button" class="danger" disabled={early} aria-disabled={busy} onClick={onConfirm}>
            {confirm}
          </button>
          <button type="button" ref={harmless} onClick={onCancel}>
            {cancel}
          </button>
        </div>
      </div>
    </dialog>
  );
}

/** What follows from it, in the order in which it matters. */
export const Consequences = ({ goes, stays, ends }: Record<'goes' | 'stays' | 'ends', ComponentChildren>) => (
  <dl class="consequences">
    <dt>{say('home_confirm_goes')}</dt>
    <dd>{goes}</dd>
    <dt>{say('home_confirm_stays')}</dt>
    <dd>{stays}</dd>
    <dt>{say('home_confirm_ends')}</dt>
    <dd>{ends}</dd>
  </dl>
);

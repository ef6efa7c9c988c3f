import type { ComponentChildren } from 'preact';

interface Props {
  readonly tone?: 'plain' | 'good' | 'warning' | 'problem';
  readonly children: ComponentChildren;
}

/** Something the volunteer should notice; read out by screen readers when it appears inside `Announcements`. */
export const Notice = ({ tone = 'plain', children }: Props) => <div class={`notice notice-${tone}`}>{children}</div>;

/** A live region. It must stand in the page before its content does, or screen readers stay silent. */
export const Announcements = ({ children }: { readonly children?: ComponentChildren }) => (
  <div class="announcements" aria-live="polite">
    {children}
  </div>
);

import type { ComponentChildren } from 'preact';

/** What may be wider than the page. It takes the focus, so that the arrow keys move it. */
export function ScrollArea({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area that takes no focus is out of reach of the keyboard.
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
